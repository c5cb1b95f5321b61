import { basename, dirname, extname } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { invalidArgument, printable, runInTurns, SerError, startProgress, type Table } from '@ser/core';
import { TABLE_FORMATS, writeFiles, writeTable } from '@ser/core/node';
import { createFrontEnd, encoderOf, type FeatureMatrix, type FrontEnd } from '@ser/dsp';
import { provideEncoder } from '@ser/encoders';
import { encoderFor } from '../../cli/experiment/encoder-file.js';
import { experimentOf } from '../../cli/experiment/experiment-file.js';
import { interruptible } from '../../cli/interrupt.js';
import { names, OPTIONS } from '../../cli/options.js';
import { toNpy } from '../../cli/output/npy.js';
import { commandOutput } from '../../cli/output/output.js';
import { calledName, openRecording, recordingsOf } from '../../cli/recordings.js';
import { toAudio } from '../../recognize/recording.js';

/** The features of one recording. */
interface Extracted {
  readonly name: string;
  readonly matrix: FeatureMatrix;
}

/** The front end where no experiment names one: 25 ms windows every 10 ms at 16 kHz. */
const FRAMES = { sampleRate: 16_000, frame: { nFft: 512, winLength: 400, hopLength: 160 } };

const FORMATS = [...TABLE_FORMATS, '.npy'];

/** Returns the front end that the options describe. */
async function frontEndOf(options: {
  readonly config?: string | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly functionals?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
  readonly encoder?: string | undefined;
}): Promise<FrontEnd> {
  const { config, kind = ['mfcc'], functionals, set } = options;
  if (config !== undefined && options.kind)
    throw new SerError('INVALID_ARGUMENT', '--kind and --config exclude each other: the experiment names its features');
  const frontEnd = { ...FRAMES, features: kind.map((name) => ({ kind: name })) };
  const assignments = [
    ...(config === undefined ? [`frontEnd=${JSON.stringify(frontEnd)}`] : []),
    ...(functionals ? [`frontEnd.functionals=${JSON.stringify(functionals)}`] : []),
    ...(set ?? []),
  ];
  const experiment = await experimentOf({ config, set: assignments });
  const wanted = encoderOf(experiment.frontEnd);
  const encoder = encoderFor(experiment, options);
  return createFrontEnd(experiment.frontEnd, { encoder: wanted && (await provideEncoder(wanted, { encoder })) });
}

/** Returns a table with a row for each frame, or for each recording where functionals replace the frames. */
function tableOf(all: readonly Extracted[], { config, names, hopSeconds }: FrontEnd): Table {
  const rows = all.reduce((sum, { matrix }) => sum + matrix.frames, 0);
  const file = all.flatMap(({ name, matrix }) => new Array<string>(matrix.frames).fill(name));
  const time = all.flatMap(({ matrix }) =>
    Array.from({ length: matrix.frames }, (_, t) => Number((t * hopSeconds).toFixed(6))),
  );
  const values = names.map(() => new Float32Array(rows));
  let row = 0;
  for (const { matrix } of all)
    for (let t = 0; t < matrix.frames; t++, row++)
      for (const [c, column] of values.entries()) column[row] = matrix.data[t * matrix.coeffs + c]!;
  const columns = Object.fromEntries(names.map((name, c) => [name, values[c]!]));
  return config.functionals === undefined ? { file, time, ...columns } : { file, ...columns };
}

/** `ser features clip.wav --kind mfcc,rms --out features.csv` */
export const command = () =>
  new Command()
    .argument('<recordings...>', 'files, folders, lists (.csv, .txt), quoted patterns, URLs, or - for standard input')
    .option('--kind <names>', 'features, e.g. mfcc,rms,pyin; all in the README of @ser/dsp (default: mfcc)', names)
    .option('--config <file>', 'experiment whose front end is used, e.g. experiment.json of a trained model')
    .option(
      '--functionals <names>',
      'statistics over each recording, e.g. mean,std; one row per recording instead of one per frame',
      names,
    )
    .addOption(OPTIONS.encoder())
    .addOption(OPTIONS.set())
    .addOption(new Option('--out <file>', '.csv, .parquet or .jsonl; .npy for one recording').makeOptionMandatory())
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .action(async (words, { out, quiet, json, ...options }) => {
      const format = extname(out).toLowerCase();
      if (!FORMATS.includes(format)) throw invalidArgument('--out', out, `a file that ends with ${FORMATS.join(', ')}`);
      const frontEnd = await frontEndOf(options);
      const output = commandOutput({ quiet, json });
      const found = await recordingsOf(words, (note) => output.note(`Note: ${printable(note)}`, { note }));
      if (format === '.npy' && found.length > 1)
        throw invalidArgument('--out', out, `a .csv or .parquet file for ${found.length} recordings`);
      const all: Extracted[] = [];
      await interruptible(async (signal) => {
        const { advance } = startProgress('recordings', found.length, output.watch.onProgress);
        for (const word of found) {
          const audio = await toAudio(await openRecording(word, signal), { signal });
          all.push({ name: calledName(word), matrix: await runInTurns(frontEnd.extractSteps(audio), { signal }) });
          advance();
        }
      });
      if (format === '.npy') await writeFiles(dirname(out), { [basename(out)]: toNpy(all[0]!.matrix) });
      else await writeTable(out, tableOf(all, frontEnd));
      const rows = all.reduce((sum, { matrix }) => sum + matrix.frames, 0);
      const count = all.length === 1 ? '1 recording' : `${all.length} recordings`;
      output.result(`${count}: ${rows} rows of ${frontEnd.coeffs} values.\nWritten to ${out}`, {
        ...{ out, recordings: all.length, rows, names: frontEnd.names },
      });
    });
