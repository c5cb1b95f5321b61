// Evaluates a network and features of your own, and compares them with an architecture of this project.
//   npx tsx custom-model.ts

import { syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import { openStudy } from '@ser/experiments';
import type { BuildNetwork } from '@ser/training';
import * as tf from '@tensorflow/tfjs-layers';

const corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 3 });
const experiment = {
  corpus: 'synthetic',
  protocol: 'speaker-2',
  model: { kind: 'cnn', filters: [8] },
  training: { epochs: 2 },
} as const;
const baseline = await openStudy(experiment, { corpus });

// Features: any matrix of frames × coefficients for each utterance. Here: those of the front end, doubled.
const features = new Map<string, FeatureMatrix>();
for (const [id, matrix] of await baseline.features)
  features.set(id, { ...matrix, data: matrix.data.map((value) => 2 * value) });

// Network: from [batch, frames, coeffs] to class probabilities. Seeds make the run repeatable.
const averagePool: BuildNetwork = ({ frames, coeffs, classes, seed }) => {
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.globalAveragePooling1d({ inputShape: [frames, coeffs] }),
      tf.layers.dense({ units: classes, activation: 'softmax', kernelInitializer }),
    ],
  });
};

const custom = await openStudy(experiment, { corpus, features, network: averagePool });
export const own = await custom.evaluate();
export const comparison = (await baseline.evaluate()).compare(own);

console.log(JSON.stringify(own.config.model)); // {"kind":"custom","name":"averagePool"}
console.log(`${comparison.utterances} clips of ${comparison.speakers} speakers in both`); // 48 clips of 4 speakers in both
console.log(`UAR ${comparison.uar.a.toFixed(3)} (cnn), ${comparison.uar.b.toFixed(3)} (own)`);
