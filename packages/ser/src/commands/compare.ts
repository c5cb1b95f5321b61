import { compareRuns, type RunComparison } from '@ser/training';
import { readRun } from '@ser/training/node';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { OUTPUT_OPTIONS } from '../options.js';
import { commandOutput } from '../output.js';
import { formatPercent } from '../terminal.js';

/** `ser compare results/emodb-loso-cnn results/emodb-loso-lstm` */
export const compare: CommandDef = command({
  meta: { name: 'compare', description: 'Tell whether one evaluated run is better than another, and how surely' },
  args: {
    a: { type: 'positional', required: true, description: 'folder that `ser evaluate` wrote' },
    b: { type: 'positional', required: true, description: 'folder of the run to set beside it' },
    'across-normalisations': {
      type: 'boolean',
      description: 'compare plain with speaker-normalised or enrolled results, on the utterances that both judge',
    },
    'json-lines': OUTPUT_OPTIONS['json-lines'],
  },
  async run({ args }) {
    const [a, b] = [args.a, args.b];
    const comparison = compareRuns(await readRun(a), await readRun(b), {
      acrossNormalisations: args['across-normalisations'] === true,
    });
    commandOutput(args).result(formatComparedRuns(a, b, comparison), { a, b, ...comparison });
  },
});

const signed = (fraction: number): string => `${fraction < 0 ? '−' : '+'}${(100 * Math.abs(fraction)).toFixed(1)}`;

/** Two runs beside each other, as lines. */
export function formatComparedRuns(a: string, b: string, comparison: RunComparison): string {
  const { uar, uarDifference, ci95, mcNemar, utterances, speakers } = comparison;
  const [low, high] = ci95;
  const sure = low > 0 || high < 0;
  return [
    `A  ${a}  UAR ${formatPercent(uar.a)}`,
    `B  ${b}  UAR ${formatPercent(uar.b)}`,
    `B − A: ${signed(uarDifference)} points of UAR, 95 % interval over speakers ${signed(low)} to ${signed(high)}`,
    `McNemar: only A recognises ${mcNemar.onlyA} utterances, only B ${mcNemar.onlyB}; p = ${formatP(mcNemar.pValue)}`,
    `${utterances} utterances of ${speakers} speakers. ${
      sure ? `${low > 0 ? 'B' : 'A'} is better.` : 'The interval holds 0: neither is shown to be better.'
    }`,
  ].join('\n');
}

const formatP = (p: number): string => (p >= 0.001 ? p.toFixed(3) : p.toExponential(1));
