// Evaluates a model on unseen speakers, and shows what a random split would claim.
//   npx tsx evaluate-honestly.ts

import { syntheticCorpus } from '@ser/datasets';
import { openStudy } from '@ser/experiments';

// For real speech: corpus 'emodb' with protocol 'loso', and no corpus in the options.
const corpus = syntheticCorpus({ speakers: 6, emotions: ['angry', 'neutral', 'sad'] });

const evaluate = async (protocol: string) => {
  const experiment = {
    corpus: 'synthetic',
    protocol,
    model: { kind: 'cnn' },
    training: { epochs: 10 },
    seed: 1,
  } as const;
  return (await openStudy(experiment, { corpus })).evaluate();
};

// Three groups of speakers: each utterance is predicted by a network that was not trained on its speaker.
export const honest = await evaluate('speaker-3');
// Random folds share speakers between training and test; the result carries a warning.
export const flattering = await evaluate('random-3');

for (const { config, metrics } of [honest, flattering]) {
  const { value, ci95 = [] } = metrics.uar;
  const interval = ci95.map((bound) => bound.toFixed(3)).join(' to ');
  console.log(`${config.protocol}: UAR ${value.toFixed(3)} (95 % interval ${interval})`);
  if (config.warning) console.log(`  ${config.warning}`);
  for (const { label, recall, support } of metrics.perClass)
    console.log(`  ${label.padEnd(8)} recall ${recall.toFixed(2)} of ${support}`);
}
