import { SerError } from '@ser/core';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { expectedSpeakers } from '../expected-speakers.js';
import { reportError } from '../failure.js';
import { MODEL_OPTION } from '../options.js';
import { loadRecognizer } from '../recognizer.js';
import { readSpeaker } from '../speaker-file.js';
import { formatPrediction } from '../terminal.js';

/** `ser predict clip.wav …`, `ser predict --model folder clip.wav …` */
export const predict: CommandDef = command({
  meta: { name: 'predict', description: 'Tell the emotion of recordings' },
  args: {
    file: {
      type: 'positional',
      required: true,
      several: true,
      description: 'one or more recordings: WAV, FLAC, MP3, Ogg or Opus',
    },
    ...MODEL_OPTION,
    speaker: { type: 'string', valueHint: 'file', description: 'whose voice it is: the file that `ser enroll` wrote' },
    json: { type: 'boolean', description: 'print one JSON object per recording' },
  },
  async run({ args }) {
    const speaker = args.speaker === undefined ? undefined : await readSpeaker(args.speaker);
    const recognizer = await loadRecognizer(args.model);
    const expected = expectedSpeakers(recognizer.model);
    if (expected && !speaker) process.stderr.write(`Note: ${expected}\n`);
    let failed = 0;
    for (const path of args._) {
      try {
        const prediction = await recognizer.predict(path, speaker ? { speaker: speaker.profile } : {});
        const about = { file: path, ...(speaker ? { speaker: speaker.name } : {}) };
        const text = args.json ? JSON.stringify({ ...about, ...prediction }) : formatPrediction(path, prediction);
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
