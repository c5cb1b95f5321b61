import { basename, dirname } from 'node:path';
import { invalidArgument, SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { exportKeras, exportOnnx } from '@ser/interchange';
import { SerEnsemble, type SerModel } from '@ser/models';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { MODEL_OPTION, PRECISION_OPTION, weightPrecision } from '../options.js';
import { assertOutputFolder } from '../output-folder.js';
import { openModel } from '../pretrained.js';

/** The forms that are one file, with what writes its bytes. */
const FILES: Readonly<Record<string, (model: SerModel) => Promise<Uint8Array>>> = {
  keras: (model) => exportKeras(model, { format: 'keras' }),
  h5: (model) => exportKeras(model, { format: 'h5' }),
  'weights.h5': (model) => exportKeras(model, { format: 'weights.h5' }),
  onnx: exportOnnx,
};

/** `ser export --model folder --to keras --out model.keras` */
export const exportModel: CommandDef = command({
  meta: { name: 'export', description: 'Write a model for another program, or smaller' },
  args: {
    ...MODEL_OPTION,
    to: {
      type: 'string',
      valueHint: 'form',
      default: 'tfjs',
      description:
        'tfjs: a model folder as `ser train` writes it; keras (Keras 3), h5 (Keras 2 and 3), weights.h5 or onnx: a file',
    },
    ...PRECISION_OPTION,
    out: { type: 'string', required: true, valueHint: 'place', description: 'folder for tfjs, else the file' },
  },
  async run({ args }) {
    const { out, to } = args;
    const precision = weightPrecision(args.precision);
    const encode = Object.hasOwn(FILES, to) ? FILES[to] : undefined;
    if (to !== 'tfjs' && !encode) throw invalidArgument('--to', to, `one of tfjs, ${Object.keys(FILES).join(', ')}`);
    if (encode && precision !== 'float32')
      throw new SerError('INVALID_ARGUMENT', `--precision ${precision} is for --to tfjs, not for ${to}`);
    if (encode && !out.endsWith(`.${to}`)) throw invalidArgument('--out', out, `a .${to} file`);
    if (!encode) assertOutputFolder('--out', out, 'model.json');
    const model = await openModel(args.model);
    if (!encode) await model.save(out, { precision });
    else if (model instanceof SerEnsemble)
      throw new SerError('INVALID_MODEL', `an ensemble cannot be written as ${to}`, {
        hint: 'Each of its members can: they lie in the folders below it.',
      });
    else await writeFiles(dirname(out), { [basename(out)]: await encode(model) });
    model.dispose();
    process.stdout.write(`Written to ${out}${encode ? '' : `, with weights as ${precision}`}.\n`);
  },
});
