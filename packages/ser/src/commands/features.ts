import { basename, dirname, extname } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { formatCsv, invalidArgument, printable, SerError, startProgress } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { createFrontEnd, type FeatureMatrix, type FrontEnd } from '@ser/dsp';
import { experimentOf } from '../cli/experiment-file.js';
import { interruptible } from '../cli/interrupt.js';
import { toNpy } from '../cli/npy.js';
import { names, OPTIONS } from '../cli/options.js';
import { commandOutput } from '../cli/output.js';
import { openRecording, recordingsOf } from '../cli/recordings.js';
import { toAudio } from '../recording.js';

/** The features of one recording. */
interface Extracted {
  readonly name: string;
  readonly matrix: FeatureMatrix;
}

/** The front end where no experiment names one: 25 ms windows every 10 ms at 16 kHz. */
const FRAMES = { sampleRate: 16_000, frame: { nFft: 512, winLength: 400, hopLength: 160 } };

const FORMATS = ['.csv', '.npy'];

/** Returns the front end that the options describe. */
async function frontEndOf(options: {
  readonly config?: string | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly functionals?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
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
  return createFrontEnd((await experimentOf({ config, set: assignments })).frontEnd);
}

/** One row for each frame, or for each recording where functionals replace the frames. */
function toCsv(all: readonly Extracted[], { config, names, hopSeconds }: FrontEnd): string {
  const isWhole = config.functionals !== undefined;
  const rows = all.flatMap(({ name, matrix: { data, frames, coeffs } }) =>
    Array.from({ length: frames }, (_, t) => [
      name,
      ...(isWhole ? [] : [(t * hopSeconds).toFixed(4)]),
      ...Array.from(data.subarray(t * coeffs, (t + 1) * coeffs), String),
    ]),
  );
  return formatCsv([['file', ...(isWhole ? [] : ['time']), ...names], ...rows]);
}

/** `ser features clip.wav --kind mfcc,rms --out features.csv` */
export const command = () =>
  new Command()
    .argument('<recordings...>', 'files, folders, lists (.csv, .txt), quoted patterns, URLs, or - for standard input')
    .option('--kind <names>', 'features, e.g. mfcc,rms,pyin; all in the README of @ser/dsp (default: mfcc)', names)
    .option('--config <file>', 'experiment whose front end is used, e.g. experiment.json of a trained model')
    .option('--functionals <names>', 'one row for each recording, e.g. mean,std, instead of one for each frame', names)
    .addOption(OPTIONS.set())
    .addOption(new Option('--out <file>', '.csv, or .npy for one recording').makeOptionMandatory())
    .addOption(OPTIONS.quiet())
    .action(async (words, { out, quiet, ...options }) => {
      const format = extname(out).toLowerCase();
      if (!FORMATS.includes(format))
        throw invalidArgument('--out', out, `a file that ends with ${FORMATS.join(' or ')}`);
      const frontEnd = await frontEndOf(options);
      const output = commandOutput({ quiet });
      const found = await recordingsOf(words, (note) => output.note(`Note: ${printable(note)}`, { note }));
      if (format === '.npy' && found.length > 1)
        throw invalidArgument('--out', out, `a .csv file for ${found.length} recordings`);
      const all: Extracted[] = [];
      await interruptible(async (signal) => {
        const { advance } = startProgress('recordings', found.length, output.watch.onProgress);
        for (const word of found) {
          const { name, recording } = await openRecording(word, signal);
          const audio = await toAudio(recording, { signal });
          all.push({ name, matrix: frontEnd.extract(audio) });
          advance();
        }
      });
      const content = format === '.npy' ? toNpy(all[0]!.matrix) : toCsv(all, frontEnd);
      await writeFiles(dirname(out), { [basename(out)]: content });
      const rows = all.reduce((sum, { matrix }) => sum + matrix.frames, 0);
      const count = all.length === 1 ? '1 recording' : `${all.length} recordings`;
      output.result(`${count}: ${rows} rows of ${frontEnd.coeffs} values.\nWritten to ${out}`, {
        ...{ out, recordings: all.length, rows, names: frontEnd.names },
      });
    });
