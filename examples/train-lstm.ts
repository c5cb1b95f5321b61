// Trains an LSTM, saves it, and prints what the model file contains.
//   npx tsx train-lstm.ts [folder]

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syntheticCorpus } from '@ser/datasets';
import { SerModel, startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';

const folder = process.argv[2] ?? join(tmpdir(), 'ser-example-lstm');

// Four virtual speakers, three emotions. For real speech: loadCorpus('emodb', folder) from '@ser/datasets/node'.
const corpus = syntheticCorpus({ speakers: 4, emotions: ['angry', 'neutral', 'sad'], utterancesPerEmotion: 5 });

// TensorFlow.js on WebAssembly, with the kernels that training needs.
await startBackend();

const { model, history } = await trainModel({
  corpus,
  model: { kind: 'lstm', units: 32 },
  frontEnd: DEFAULT_FRONT_END,
  training: { ...TRAINING_DEFAULTS.lstm, epochs: 8 },
  seed: 1,
  onProgress: ({ task, done, total, metrics }) => {
    if (metrics) console.log(`${task} ${done}/${total}: loss ${metrics.loss?.toFixed(3)}`);
  },
});
await model.save(folder);

// The folder contains a standard tfjs model.json with front end, labels and card in it.
export const losses = history.epochs.map(({ loss }) => loss);
export const loaded = await SerModel.load(folder);
console.log(`saved to ${folder}: ${loaded.labels.join(', ')} at ${loaded.frontEnd.config.sampleRate} Hz`);
