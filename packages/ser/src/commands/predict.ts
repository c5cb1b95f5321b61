import { Command, Option } from '@commander-js/extra-typings';
import { probeAudio } from '@ser/audio/node';
import { invalidArgument, printable, SerError, startProgress } from '@ser/core';
import { type ExplanationFiles, explanationFiles, requireOneUtterance } from '../cli/explanation-files.js';
import { reportError } from '../cli/failure.js';
import { interruptible } from '../cli/interrupt.js';
import { OPTIONS, wholeNumber } from '../cli/options.js';
import {
  type AnswerPrinter,
  answerPrinter,
  isOfOneRecording,
  PREDICT_FORMATS,
  type PredictFormat,
} from '../cli/predict-formats.js';
import { type NamedRecording, openRecording, recordingsOf } from '../cli/recordings.js';
import { readSpeaker } from '../cli/speaker-file.js';
import { progressPrinter } from '../cli/terminal.js';
import type { Recognizer, SegmentOptions, SegmentPrediction } from '../contract.js';
import { expectedSpeakers } from '../expected-speakers.js';
import { loadRecognizer } from '../recognizer.js';
import { toAudio } from '../recording.js';

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

/** Writes what is to be said about a recording to standard error. */
function say(file: string, { start, isWhole, notes, warnings }: SegmentPrediction): void {
  progress.end();
  for (const note of notes) process.stderr.write(`Note: ${printable(`${file}: ${note}`)}\n`);
  const place = isWhole ? file : `${file}, ${start.toFixed(2)} s`;
  for (const warning of warnings) process.stderr.write(`Warning: ${printable(`${place}: ${warning}`)}\n`);
}

/** How the answers for a recording are put out. */
interface Outputs {
  readonly printer: AnswerPrinter;
  readonly explanations: ExplanationFiles | undefined;
}

/** Prints the answer for one recording and draws what moved it. */
async function explainFile(
  recognizer: Recognizer,
  { name, recording }: NamedRecording,
  { mono, speaker, signal }: SegmentOptions,
  { printer, explanations }: Outputs,
): Promise<void> {
  const audio = await toAudio(recording, { mono, signal });
  requireOneUtterance(name, audio);
  const { explanation, ...answer } = await recognizer.predict(audio, { speaker, explain: true, signal });
  const segment = { ...answer, start: 0, end: audio.samples.length / audio.sampleRate, isWhole: true };
  say(name, segment);
  process.stdout.write(printer.answer(name, segment, true));
  const file = await explanations!.write(name, audio, { ...answer, explanation });
  process.stderr.write(`Explanation written to ${file}\n`);
}

/** Prints the answers for one recording. */
async function predictFile(
  recognizer: Recognizer,
  { name, recording }: NamedRecording,
  options: SegmentOptions,
  { printer }: Outputs,
): Promise<void> {
  let segments = 0;
  const onProgress = typeof recording === 'string' ? await watcher(recording) : undefined;
  for await (const segment of recognizer.predictSegments(recording, { ...options, onProgress })) {
    say(name, segment);
    process.stdout.write(printer.answer(name, segment, segments++ === 0));
  }
  progress.end();
}

const formatOf = ({ format, json }: { readonly format?: PredictFormat; readonly json?: true }): PredictFormat => {
  if (json && format !== undefined && format !== 'json')
    throw new SerError('INVALID_ARGUMENT', `--json and --format ${format} exclude each other`);
  return json ? 'json' : (format ?? 'text');
};

/** `ser predict clip.wav …`, `ser predict --model folder recordings`, `ffmpeg … | ser predict -` */
export const command = () =>
  new Command()
    .argument(
      '<recordings...>',
      'files, folders, lists (.csv, .txt), quoted patterns, URLs, or - for standard input; of one longer than 30 s, each ' +
        'spoken segment has an answer',
    )
    .addOption(OPTIONS.modelFolder())
    .option('--speaker <file>', 'adapt to a speaker: a file written by `ser enroll`')
    .addOption(OPTIONS.channel())
    .option(
      '--max-seconds <n>',
      'longest recording (default: 86400, a day)',
      wholeNumber('--max-seconds', 1, Number.MAX_SAFE_INTEGER),
    )
    .addOption(
      new Option('--format <kind>', 'how answers are printed: textgrid is for Praat, audacity a label track')
        .choices(PREDICT_FORMATS)
        .default(undefined, 'text'),
    )
    .option('--explain <path>', 'draw what moved each answer: a file (.svg, .png) for one recording, or a folder')
    .addOption(OPTIONS.json())
    .action(async (words, { channel, maxSeconds, explain, ...options }) => {
      const format = formatOf(options);
      const speaker = options.speaker === undefined ? undefined : await readSpeaker(options.speaker);
      const names = await recordingsOf(words, (note) => process.stderr.write(`Note: ${printable(note)}\n`));
      if (isOfOneRecording(format) && names.length > 1)
        throw invalidArgument('--format', format, `text, json or csv for ${names.length} recordings`);
      const recognizer = await loadRecognizer(options.model);
      const expected = expectedSpeakers(recognizer.model);
      if (expected && !speaker) process.stderr.write(`Note: ${expected}\n`);
      const { labels } = recognizer.model;
      const explanations =
        explain === undefined ? undefined : explanationFiles(recognizer.model, explain, names.length);
      const answerFor = explanations ? explainFile : predictFile;
      const printer = answerPrinter(format, { labels, speaker: speaker?.name });
      const mono = channel === undefined ? undefined : { channel };
      let failed = 0;
      await interruptible(async (signal) => {
        for (const name of names) {
          try {
            const recording = await openRecording(name, signal);
            const settings = { speaker: speaker?.profile, mono, maxSeconds, signal };
            await answerFor(recognizer, recording, settings, { printer, explanations });
          } catch (error) {
            progress.end();
            if (!(error instanceof SerError) || error.code === 'ABORTED') throw error;
            failed++;
            reportError(error);
          }
        }
      });
      process.stdout.write(printer.end());
      recognizer.dispose();
      if (failed > 0) process.exitCode = 1;
    });
