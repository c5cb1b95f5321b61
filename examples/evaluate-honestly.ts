// How good is it on people it has never heard – and how good would it look if speakers were shared?
//   npx tsx evaluate-honestly.ts

import { syntheticCorpus } from '@ser/datasets';
import { crossValidate } from '@ser/experiments';
import { startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from '@ser/training';

// For real speech: loadCorpus('emodb', folder) from '@ser/datasets/node', with protocol 'loso'.
const corpus = syntheticCorpus({ speakers: 6, emotions: ['angry', 'neutral', 'sad'] });
await startBackend();

const judge = (protocol: string) =>
  crossValidate({
    corpus,
    protocol,
    model: { kind: 'cnn' },
    frontEnd: DEFAULT_FRONT_END,
    training: { ...TRAINING_DEFAULTS.cnn, epochs: 10 },
    seed: 1,
  });

// Three groups of speakers: every utterance is predicted by a network that never heard its speaker.
export const honest = await judge('speaker-3');
// Shuffled folds share speakers between training and test; the result says so itself.
export const flattering = await judge('random-3');

for (const { config, metrics } of [honest, flattering]) {
  const [low, high] = metrics.ci95;
  console.log(
    `${config.protocol}: UAR ${metrics.uar.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`,
  );
  if (config.warning) console.log(`  ${config.warning}`);
  for (const { label, recall, support } of metrics.perClass)
    console.log(`  ${label.padEnd(8)} recall ${recall.toFixed(2)} of ${support}`);
}
