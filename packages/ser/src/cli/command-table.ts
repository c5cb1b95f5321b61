import type { Command } from '@commander-js/extra-typings';

/** A command with options and arguments of any type. */
// biome-ignore lint/suspicious/noExplicitAny: the types of a command's options are known where it is defined
export type AnyCommand = Command<any, any, any>;

/** A command that is loaded when it is used. */
export interface Entry {
  readonly description: string;
  readonly load: () => Promise<AnyCommand>;
}

/** A group of commands, such as `ser model`. */
export interface Group {
  readonly description: string;
  readonly commands: Readonly<Record<string, Entry>>;
}

const entry = (description: string, load: () => Promise<{ command(): AnyCommand }>): Entry => ({
  description,
  load: async () => (await load()).command(),
});

const MODEL: Group = {
  description: 'Describe, export, import, quantize and combine models',
  commands: {
    info: entry('Print the model card', () => import('../commands/model/info.js')),
    export: entry('Write a model as a Keras or ONNX file', () => import('../commands/model/export.js')),
    import: entry('Read a model from a Keras file', () => import('../commands/model/import.js')),
    quantize: entry('Write a model with smaller weights', () => import('../commands/model/quantize.js')),
    ensemble: entry(
      'Combine models into one that averages their probabilities',
      () => import('../commands/model/ensemble.js'),
    ),
  },
};

const DATA: Group = {
  description: 'List, describe, download, verify and import corpora',
  commands: {
    list: entry('List the published corpora', () => import('../commands/data/list.js')),
    info: entry('Describe a corpus', () => import('../commands/data/info.js')),
    download: entry('Download a corpus from its official source', () => import('../commands/data/download.js')),
    verify: entry('Compare a corpus with the official files', () => import('../commands/data/verify.js')),
    import: entry('Check your own recordings and write a table of them', () => import('../commands/data/import.js')),
  },
};

/** All commands. */
export const COMMANDS: Readonly<Record<string, Entry | Group>> = {
  predict: entry('Recognize the emotion of recordings', () => import('../commands/recordings/predict.js')),
  train: entry('Train a model and save it', () => import('../commands/experiments/train.js')),
  evaluate: entry('Evaluate an experiment by cross-validation', () => import('../commands/experiments/evaluate.js')),
  select: entry(
    'Choose among recipes on held-out training speakers',
    () => import('../commands/experiments/select.js'),
  ),
  compare: entry('Compare two runs, or combine several', () => import('../commands/experiments/compare.js')),
  report: entry(
    'Write a page about one run, or two runs side by side',
    () => import('../commands/experiments/report.js'),
  ),
  robustness: entry(
    'Measure a model under noise, rooms and other corruptions',
    () => import('../commands/experiments/robustness.js'),
  ),
  enroll: entry('Adapt a model to a speaker', () => import('../commands/recordings/enroll.js')),
  serve: entry('Serve predictions over HTTP and WebSocket', () => import('../commands/services/serve.js')),
  live: entry('Open a page that recognizes emotions while you speak', () => import('../commands/services/live.js')),
  batch: entry(
    'Recognize the emotion of many recordings; write a table',
    () => import('../commands/recordings/batch.js'),
  ),
  worker: entry('Score clips for batches that run on other machines', () => import('../commands/recordings/worker.js')),
  mcp: entry('Let assistants recognize emotions, over MCP', () => import('../commands/services/mcp.js')),
  show: entry(
    'Draw a recording: waveform, spectrogram, mel, MFCC, pitch',
    () => import('../commands/recordings/show.js'),
  ),
  features: entry(
    'Write the features of recordings to a table or NumPy file',
    () => import('../commands/recordings/features.js'),
  ),
  model: MODEL,
  data: DATA,
  demo: entry('Train, evaluate and predict on a built-in synthetic corpus', () => import('../commands/demo.js')),
  complete: entry('Print the script that completes commands in a shell', () => import('../commands/complete.js')),
  doctor: entry('Check what works on this machine and how to fix the rest', () => import('../commands/doctor.js')),
};
