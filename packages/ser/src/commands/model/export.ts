import { basename, dirname } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { invalidArgument, SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { exportKeras, exportOnnx } from '@ser/interchange';
import { SerEnsemble, type SerModel } from '@ser/models';
import { OPTIONS } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { openModel } from '../../pretrained.js';

const FORMATS = ['keras', 'h5', 'weights.h5', 'onnx'] as const;
type Format = (typeof FORMATS)[number];

const ENCODE: Readonly<Record<Format, (model: SerModel) => Promise<Uint8Array>>> = {
  keras: (model) => exportKeras(model, { format: 'keras' }),
  h5: (model) => exportKeras(model, { format: 'h5' }),
  'weights.h5': (model) => exportKeras(model, { format: 'weights.h5' }),
  onnx: exportOnnx,
};

/** `ser model export --model folder --to keras --out model.keras` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.modelFolder())
    .addOption(
      new Option('--to <format>', 'keras (Keras 3), h5 (Keras 2 and 3), weights.h5 (weights alone) or onnx')
        .choices(FORMATS)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'file to write, with the ending of its format')
    .addOption(OPTIONS.json())
    .action(async ({ model: folder, to, out, ...options }) => {
      if (!out.endsWith(`.${to}`)) throw invalidArgument('--out', out, `a .${to} file`);
      const model = await openModel(folder);
      if (model instanceof SerEnsemble)
        throw new SerError('INVALID_MODEL', `an ensemble cannot be written as ${to}`, {
          hint: 'Export each of its members: they are the folders below it.',
        });
      await writeFiles(dirname(out), { [basename(out)]: await ENCODE[to](model) });
      model.dispose();
      commandOutput(options).result(`Written to ${out}.`, { out, format: to });
    });
