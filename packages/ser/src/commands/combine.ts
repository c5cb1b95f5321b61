import { combineRuns } from '@ser/experiments';
import { readRun, writeRun } from '@ser/experiments/node';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { OUTPUT_OPTIONS } from '../options.js';
import { commandOutput } from '../output.js';
import { assertOutputFolder } from '../output-folder.js';
import { formatEvaluation, warningsAbout } from '../summary.js';

/** `ser combine results/seed-1 results/seed-2 --out results/both` */
export const combine: CommandDef = command({
  meta: {
    name: 'combine',
    description: 'Tell what an ensemble of evaluated models would have achieved, from their stored predictions',
  },
  args: {
    run: {
      type: 'positional',
      required: true,
      several: true,
      description: 'two or more folders that `ser evaluate` wrote',
    },
    'json-lines': OUTPUT_OPTIONS['json-lines'],
    out: { type: 'string', required: true, valueHint: 'folder', description: 'where to write the combined result' },
  },
  async run({ args }) {
    const { _: runs, out } = args;
    assertOutputFolder('--out', out, 'metrics.json');
    const result = combineRuns(await Promise.all(runs.map(readRun)));
    await writeRun(out, result);
    const { config, metrics } = result;
    const { corpus, protocol, partial } = config;
    commandOutput(args).result(
      `${formatEvaluation(result)}\n\nWritten to ${out}: metrics.json, predictions.csv, config.json`,
      { out, runs, corpus, protocol, partial, warnings: warningsAbout(result), metrics },
    );
  },
});
