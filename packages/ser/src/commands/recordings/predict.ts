import { Command, Option } from '@commander-js/extra-typings';
import {
  availableThreads,
  invalidArgument,
  type ProgressListener,
  printable,
  SerError,
  startProgress,
} from '@ser/core';
import {
  type AnswerPrinter,
  answerPrinter,
  isOfOneRecording,
  PREDICT_FORMATS,
  type PredictFormat,
} from '../../cli/answers/answer-printer.js';
import { type Answers, ahead, explained, inTurn } from '../../cli/answers/answers.js';
import { explanationFiles } from '../../cli/answers/explanation-files.js';
import { reportError } from '../../cli/failure.js';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS, wholeNumber } from '../../cli/options.js';
import { progressPrinter } from '../../cli/output/terminal.js';
import { calledName, recordingsOf } from '../../cli/recordings.js';
import { readSpeaker } from '../../cli/speaker-file.js';
import type { Recognizer, SegmentPrediction } from '../../contract.js';
import { openRecognizers, type PooledOptions } from '../../pool/open-recognizers.js';
import { expectedSpeakers } from '../../recognize/expected-speakers.js';
import { loadRecognizer } from '../../recognizer.js';

/** A day. */
const MAX_SECONDS = 86_400;

/** So few recordings are answered before other threads have started. */
const FEW = 16;

/** Width of tables where there is no terminal. */
const COLUMNS = 100;

/** A recognizer that is loaded when it is needed first. */
function onFirstUse(load: () => Promise<Recognizer>) {
  let loading: Promise<Recognizer> | undefined;
  return {
    get: (): Promise<Recognizer> => {
      loading ??= load();
      return loading;
    },
    dispose: async (): Promise<void> => (await loading)?.dispose(),
  };
}

const progress = progressPrinter(process.stderr);

/** Writes what is to be said about a recording to standard error. */
function say(file: string, { start, isWhole, notes, warnings }: SegmentPrediction): void {
  progress.end();
  for (const note of notes) process.stderr.write(`Note: ${printable(`${file}: ${note}`)}\n`);
  const place = isWhole ? file : `${file}, ${start.toFixed(2)} s`;
  for (const warning of warnings) process.stderr.write(`Warning: ${printable(`${place}: ${warning}`)}\n`);
}

/** Prints the answers for all recordings in their order; one that has none is reported and does not stop the rest. */
async function printAll(
  names: readonly string[],
  answers: Answers,
  printer: AnswerPrinter,
  onProgress: ProgressListener | undefined,
): Promise<void> {
  // In a log, a few recordings need no lines about them.
  const isWorthIt = names.length > (process.stderr.isTTY ? 1 : FEW);
  const { advance } = startProgress('recordings', names.length, isWorthIt ? onProgress : undefined);
  for (const [index, name] of names.entries()) {
    const file = calledName(name);
    try {
      let segments = 0;
      for await (const segment of answers(name, index)) {
        say(file, segment);
        process.stdout.write(printer.answer(file, segment, segments++ === 0));
      }
    } catch (error) {
      progress.end();
      if (!(error instanceof SerError) || error.code === 'ABORTED') throw error;
      process.exitCode = 1;
      reportError(error);
    }
    advance();
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
      'files, folders, lists (.csv, .txt), quoted patterns, URLs, or - for standard input; one ' +
        'longer than 30 s gets an answer for each spoken segment',
    )
    .addOption(OPTIONS.modelFolder())
    .addOption(OPTIONS.encoder())
    .option('--speaker <file>', 'adapt to a speaker: a file written by `ser enroll`')
    .addOption(OPTIONS.channel())
    .option(
      '--max-seconds <n>',
      'longest recording in seconds (default: 86400, one day)',
      wholeNumber('--max-seconds', 1, Number.MAX_SAFE_INTEGER),
    )
    .addOption(
      new Option('--format <kind>', 'output format; textgrid is for Praat, audacity is a label track')
        .choices(PREDICT_FORMATS)
        .default(undefined, 'text'),
    )
    .option(
      '--explain <path>',
      'draw which parts of a recording led to its answer: a file (.svg, .png) for one recording, or a folder',
    )
    .addOption(OPTIONS.threads())
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .action(
      async (
        words,
        { channel, maxSeconds = MAX_SECONDS, threads = availableThreads(), explain, quiet, ...options },
      ) => {
        const format = formatOf(options);
        const enrolled = options.speaker === undefined ? undefined : await readSpeaker(options.speaker);
        const names = await recordingsOf(words, (note) => process.stderr.write(`Note: ${printable(note)}\n`));
        if (isOfOneRecording(format) && names.length > 1)
          throw invalidArgument('--format', format, `text, json or csv for ${names.length} recordings`);
        const onProgress = quiet ? undefined : progress.listener;
        const recognizer = onFirstUse(() => loadRecognizer(options.model, { encoder: options.encoder }));
        await interruptible(async (signal) => {
          const mono = channel === undefined ? undefined : { channel };
          const settings: PooledOptions = { speaker: enrolled?.profile, mono, maxSeconds, signal };
          const print = async (labels: readonly string[], expected: string | undefined, answers: Answers) => {
            if (expected && !enrolled) process.stderr.write(`Note: ${expected}\n`);
            const printer = answerPrinter(format, {
              ...{ names: names.map(calledName), labels, speaker: enrolled?.name },
              columns: process.stdout.columns ?? COLUMNS,
            });
            await printAll(names, answers, printer, onProgress);
            process.stdout.write(printer.end());
          };
          const here = inTurn(recognizer.get, { ...settings, onProgress: names.length === 1 ? onProgress : undefined });
          if (explain === undefined && names.length > FEW && threads > 1) {
            // This thread loads the model only for what the others cannot read, such as standard input.
            const pool = await openRecognizers(options.model, threads, options.encoder);
            const answersFor = (path: string) => pool.predictSegments(path, settings);
            const answers = ahead(names, answersFor, { atOnce: 2 * threads, others: here });
            return print(pool.models[0]!.labels, pool.expectedSpeakers, answers).finally(() => pool.close());
          }
          const loaded = await recognizer.get();
          const { model } = loaded;
          const answers =
            explain === undefined ? here : explained(loaded, settings, explanationFiles(model, explain, names.length));
          return print(model.labels, expectedSpeakers(model), answers);
        });
        await recognizer.dispose();
      },
    );
