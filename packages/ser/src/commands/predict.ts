import { SerError } from '@ser/core';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { reportError } from '../failure.js';
import { loadRecognizer } from '../recognizer.js';
import { formatPrediction } from '../terminal.js';

/** `ser predict --model folder clip.wav …` */
export const predict: CommandDef = command({
  meta: { name: 'predict', description: 'Tell the emotion of recordings with a saved model' },
  args: {
    file: { type: 'positional', required: true, description: 'one or more recordings: WAV, FLAC, MP3, Ogg or Opus' },
    model: { type: 'string', required: true, valueHint: 'folder', description: 'the folder that `ser train` wrote' },
    json: { type: 'boolean', description: 'print one JSON object per recording' },
  },
  async run({ args }) {
    const recognizer = await loadRecognizer(args.model);
    let failed = 0;
    for (const path of args._) {
      try {
        const prediction = await recognizer.predict(path);
        const text = args.json ? JSON.stringify({ file: path, ...prediction }) : formatPrediction(path, prediction);
        process.stdout.write(`${text}\n`);
      } catch (error) {
        if (!(error instanceof SerError)) throw error;
        failed++;
        reportError(error);
      }
    }
    recognizer.dispose();
    if (failed > 0) process.exitCode = 1;
  },
});
