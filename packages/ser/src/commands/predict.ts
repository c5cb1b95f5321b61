import { Command } from '@commander-js/extra-typings';
import { printable, SerError } from '@ser/core';
import { reportError } from '../cli/failure.js';
import { OPTIONS } from '../cli/options.js';
import { readSpeaker } from '../cli/speaker-file.js';
import { formatPrediction } from '../cli/terminal.js';
import { expectedSpeakers } from '../expected-speakers.js';
import { loadRecognizer } from '../recognizer.js';

/** `ser predict clip.wav …`, `ser predict --model folder clip.wav …` */
export const command = () =>
  new Command()
    .argument('<files...>', 'recordings: WAV, AIFF, FLAC, MP3, Ogg Vorbis, Opus')
    .addOption(OPTIONS.modelFolder())
    .option('--speaker <file>', 'adapt to a speaker: a file written by `ser enroll`')
    .addOption(OPTIONS.json())
    .action(async (files, options) => {
      const speaker = options.speaker === undefined ? undefined : await readSpeaker(options.speaker);
      const recognizer = await loadRecognizer(options.model);
      const expected = expectedSpeakers(recognizer.model);
      if (expected && !speaker) process.stderr.write(`Note: ${expected}\n`);
      let failed = 0;
      for (const path of files) {
        try {
          const prediction = await recognizer.predict(path, { speaker: speaker?.profile });
          for (const note of prediction.notes) process.stderr.write(`Note: ${printable(`${path}: ${note}`)}\n`);
          for (const warning of prediction.warnings)
            process.stderr.write(`Warning: ${printable(`${path}: ${warning}`)}\n`);
          const about = { file: path, speaker: speaker?.name };
          const text = options.json ? JSON.stringify({ ...about, ...prediction }) : formatPrediction(path, prediction);
          process.stdout.write(`${text}\n`);
        } catch (error) {
          if (!(error instanceof SerError)) throw error;
          failed++;
          reportError(error);
        }
      }
      recognizer.dispose();
      if (failed > 0) process.exitCode = 1;
    });
