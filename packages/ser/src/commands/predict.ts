import { Command } from '@commander-js/extra-typings';
import { probeAudio } from '@ser/audio/node';
import { printable, SerError, startProgress } from '@ser/core';
import { reportError } from '../cli/failure.js';
import { interruptible } from '../cli/interrupt.js';
import { OPTIONS, wholeNumber } from '../cli/options.js';
import { readSpeaker } from '../cli/speaker-file.js';
import { formatPrediction, formatSegment, progressPrinter } from '../cli/terminal.js';
import type { Recognizer, SegmentOptions, SegmentPrediction } from '../contract.js';
import { expectedSpeakers } from '../expected-speakers.js';
import { loadRecognizer } from '../recognizer.js';

/** How the answers for a recording are printed. */
interface Printing {
  readonly json: boolean;
  /** Name of the speaker, in JSON. */
  readonly speaker: string | undefined;
}

const progress = progressPrinter(process.stderr);

/** Reports how much of a long file has been read, if its headers say how long it is. */
async function watcher(path: string): Promise<((seconds: number) => void) | undefined> {
  // A pipe can be read once only.
  if (path.startsWith('/dev/') || path.startsWith('/proc/')) return undefined;
  const duration = await probeAudio(path).then(
    (info) => info.duration,
    () => undefined,
  );
  if (duration === undefined) return undefined;
  const minutes = (seconds: number): number => Number((seconds / 60).toFixed(1));
  const { advance } = startProgress('minutes of sound', minutes(duration), progress.listener);
  let done = 0;
  return (seconds) => {
    const now = minutes(seconds);
    if (now > done) advance({ units: now - done });
    done = now;
  };
}

function print(path: string, segment: SegmentPrediction, isFirst: boolean, { json, speaker }: Printing): void {
  progress.end();
  const { start, end, isWhole, ...prediction } = segment;
  for (const note of prediction.notes) process.stderr.write(`Note: ${printable(`${path}: ${note}`)}\n`);
  const place = isWhole ? path : `${path}, ${start.toFixed(2)} s`;
  for (const warning of prediction.warnings) process.stderr.write(`Warning: ${printable(`${place}: ${warning}`)}\n`);
  const about = isWhole ? { file: path, speaker } : { file: path, speaker, start, end };
  const heading = isFirst ? `${path}:\n` : '';
  const text = json
    ? JSON.stringify({ ...about, ...prediction })
    : isWhole
      ? formatPrediction(path, prediction)
      : heading + formatSegment(segment);
  process.stdout.write(`${text}\n`);
}

/** Prints the answers for one recording. */
async function predictFile(
  recognizer: Recognizer,
  path: string,
  options: SegmentOptions,
  printing: Printing,
): Promise<void> {
  let segments = 0;
  const onProgress = await watcher(path);
  for await (const segment of recognizer.predictSegments(path, { ...options, onProgress }))
    print(path, segment, segments++ === 0, printing);
  progress.end();
}

/** `ser predict clip.wav …`, `ser predict --model folder clip.wav …`, `ser predict hour.wav` */
export const command = () =>
  new Command()
    .argument(
      '<files...>',
      'recordings: WAV, AIFF, FLAC, MP3, Ogg Vorbis, Opus; one longer than 30 s has an answer for each spoken segment',
    )
    .addOption(OPTIONS.modelFolder())
    .option('--speaker <file>', 'adapt to a speaker: a file written by `ser enroll`')
    .addOption(OPTIONS.channel())
    .option(
      '--max-seconds <n>',
      'longest recording (default: 86400, a day)',
      wholeNumber('--max-seconds', 1, Number.MAX_SAFE_INTEGER),
    )
    .addOption(OPTIONS.json())
    .action(async (files, { channel, maxSeconds, ...options }) => {
      const speaker = options.speaker === undefined ? undefined : await readSpeaker(options.speaker);
      const recognizer = await loadRecognizer(options.model);
      const expected = expectedSpeakers(recognizer.model);
      if (expected && !speaker) process.stderr.write(`Note: ${expected}\n`);
      const printing = { json: options.json === true, speaker: speaker?.name };
      const mono = channel === undefined ? undefined : { channel };
      let failed = 0;
      await interruptible(async (signal) => {
        for (const path of files) {
          try {
            await predictFile(recognizer, path, { speaker: speaker?.profile, mono, maxSeconds, signal }, printing);
          } catch (error) {
            progress.end();
            if (!(error instanceof SerError) || error.code === 'ABORTED') throw error;
            failed++;
            reportError(error);
          }
        }
      });
      recognizer.dispose();
      if (failed > 0) process.exitCode = 1;
    });
