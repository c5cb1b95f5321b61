import { Command } from '@commander-js/extra-typings';
import { OPTIONS, outFolder } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';
import { openModel } from '../../pretrained.js';

/** `ser model quantize --model folder --precision int8 --out smaller` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.modelFolder())
    .addOption(OPTIONS.precision().default('float16' as const))
    .addOption(outFolder('where to save the smaller model').makeOptionMandatory())
    .addOption(OPTIONS.json())
    .action(async ({ model: folder, precision, out, ...options }) => {
      assertOutputFolder('--out', out, 'model.json');
      const model = await openModel(folder);
      await model.save(out, { precision });
      model.dispose();
      commandOutput(options).result(
        `Saved to ${out}, with weights as ${precision}. Try: ser predict --model ${out} clip.wav`,
        { out, precision },
      );
    });
