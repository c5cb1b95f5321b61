// Evaluates a model on unseen speakers, and shows what a random split would claim.
//   npx tsx evaluate-honestly.ts

import { syntheticCorpus } from '@ser/datasets';
import { crossValidate } from '@ser/experiments';
import { startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from '@ser/training';

// For real speech: loadCorpus('emodb', folder) from '@ser/datasets/node', with protocol 'loso'.
const corpus = syntheticCorpus({ speakers: 6, emotions: ['angry', 'neutral', 'sad'] });
await startBackend();

const evaluate = (protocol: string) =>
  crossValidate({
    corpus,
    protocol,
    model: { kind: 'cnn' },
    frontEnd: DEFAULT_FRONT_END,
    training: { ...TRAINING_DEFAULTS.cnn, epochs: 10 },
    seed: 1,
  });

// Three groups of speakers: each utterance is predicted by a network that was not trained on its speaker.
export const honest = await evaluate('speaker-3');
// Random folds share speakers between training and test; the result carries a warning.
export const flattering = await evaluate('random-3');

for (const { config, metrics } of [honest, flattering]) {
  const [low, high] = metrics.ci95;
  console.log(
    `${config.protocol}: UAR ${metrics.uar.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`,
  );
  if (config.warning) console.log(`  ${config.warning}`);
  for (const { label, recall, support } of metrics.perClass)
    console.log(`  ${label.padEnd(8)} recall ${recall.toFixed(2)} of ${support}`);
}
