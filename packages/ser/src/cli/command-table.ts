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

const MODEL: Group = {
  description: 'Describe, export, import, quantize and combine models',
  commands: {
    info: {
      description: 'Print the model card',
      load: async () => (await import('../commands/model/info.js')).command(),
    },
    export: {
      description: 'Write a model as a Keras or ONNX file',
      load: async () => (await import('../commands/model/export.js')).command(),
    },
    import: {
      description: 'Read a model from a Keras file',
      load: async () => (await import('../commands/model/import.js')).command(),
    },
    quantize: {
      description: 'Write a model with smaller weights',
      load: async () => (await import('../commands/model/quantize.js')).command(),
    },
    ensemble: {
      description: 'Combine models into one that averages their probabilities',
      load: async () => (await import('../commands/model/ensemble.js')).command(),
    },
  },
};

const DATA: Group = {
  description: 'List, describe, download, verify and import corpora',
  commands: {
    list: {
      description: 'List the published corpora',
      load: async () => (await import('../commands/data/list.js')).command(),
    },
    info: { description: 'Describe a corpus', load: async () => (await import('../commands/data/info.js')).command() },
    download: {
      description: 'Download a corpus from its official source',
      load: async () => (await import('../commands/data/download.js')).command(),
    },
    verify: {
      description: 'Compare a corpus with the official files',
      load: async () => (await import('../commands/data/verify.js')).command(),
    },
    import: {
      description: 'Check your own recordings and write a table of them',
      load: async () => (await import('../commands/data/import.js')).command(),
    },
  },
};

/** All commands. */
export const COMMANDS: Readonly<Record<string, Entry | Group>> = {
  predict: {
    description: 'Recognize the emotion of recordings',
    load: async () => (await import('../commands/predict.js')).command(),
  },
  train: {
    description: 'Train a model and save it',
    load: async () => (await import('../commands/train.js')).command(),
  },
  evaluate: {
    description: 'Evaluate an experiment by cross-validation',
    load: async () => (await import('../commands/evaluate.js')).command(),
  },
  select: {
    description: 'Choose among recipes on held-out training speakers',
    load: async () => (await import('../commands/select.js')).command(),
  },
  compare: {
    description: 'Compare two runs, or combine several',
    load: async () => (await import('../commands/compare.js')).command(),
  },
  report: {
    description: 'Write a page about one run, or two runs side by side',
    load: async () => (await import('../commands/report.js')).command(),
  },
  robustness: {
    description: 'Measure a model under noise, rooms and other corruptions',
    load: async () => (await import('../commands/robustness.js')).command(),
  },
  enroll: {
    description: 'Adapt a model to a speaker',
    load: async () => (await import('../commands/enroll.js')).command(),
  },
  serve: {
    description: 'Serve predictions over HTTP and WebSocket',
    load: async () => (await import('../commands/serve.js')).command(),
  },
  live: {
    description: 'Open a page that recognizes emotions while you speak',
    load: async () => (await import('../commands/live.js')).command(),
  },
  batch: {
    description: 'Recognize the emotion of many recordings; write a table',
    load: async () => (await import('../commands/batch.js')).command(),
  },
  worker: {
    description: 'Take the clips of batches from other machines',
    load: async () => (await import('../commands/worker.js')).command(),
  },
  mcp: {
    description: 'Let assistants recognize emotions, over MCP',
    load: async () => (await import('../commands/mcp.js')).command(),
  },
  show: {
    description: 'Draw a recording: waveform, spectrogram, mel, MFCC, pitch',
    load: async () => (await import('../commands/show.js')).command(),
  },
  features: {
    description: 'Write the features of recordings as CSV or NumPy file',
    load: async () => (await import('../commands/features.js')).command(),
  },
  model: MODEL,
  data: DATA,
  demo: {
    description: 'Run the whole path on a built-in synthetic corpus',
    load: async () => (await import('../commands/demo.js')).command(),
  },
  complete: {
    description: 'Print what a shell needs to complete commands with the Tab key',
    load: async () => (await import('../commands/complete.js')).command(),
  },
  doctor: {
    description: 'Say what works on this machine, and what to do about the rest',
    load: async () => (await import('../commands/doctor.js')).command(),
  },
};
