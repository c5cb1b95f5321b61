import { type CrossValidation, compareRuns, type RunComparison } from '@ser/experiments';
import { readRun } from '@ser/experiments/node';
import { tooFewSpeakers } from '@ser/report';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { OUTPUT_OPTIONS } from '../options.js';
import { commandOutput } from '../output.js';
import { warningsAbout } from '../summary.js';
import { formatPercent } from '../terminal.js';

/** `ser compare results/emodb-loso-cnn results/emodb-loso-lstm` */
export const compare: CommandDef = command({
  meta: { name: 'compare', description: 'Tell whether one evaluated run is better than another, and how surely' },
  args: {
    a: { type: 'positional', required: true, description: 'folder that `ser evaluate` wrote' },
    b: { type: 'positional', required: true, description: 'folder of the run to set beside it' },
    'across-normalizations': {
      type: 'boolean',
      description: 'compare plain with speaker-normalized or enrolled results, on the utterances that both judge',
    },
    'json-lines': OUTPUT_OPTIONS['json-lines'],
  },
  async run({ args }) {
    const { a, b } = args;
    const runs: readonly [CrossValidation, CrossValidation] = [await readRun(a), await readRun(b)];
    const comparison = compareRuns(...runs, { acrossNormalizations: args['across-normalizations'] === true });
    const { corpus, protocol } = runs[0].config;
    const about: ComparedRuns = {
      ...{ a, b, corpus, protocol },
      warnings: warningsOfBoth(...runs),
      ...comparison,
      ...verdictOf(comparison),
    };
    commandOutput(args).result(formatComparedRuns(about), about);
  },
});

/** Which run is better; by too few speakers nobody can say, and the caveat says so. */
type Verdict = { readonly better: 'a' | 'b' | 'neither' } | { readonly better: null; readonly caveat: string };

/** Two runs beside each other, with the folders that they were read from and what forbids to believe them. */
type ComparedRuns = RunComparison &
  Verdict & {
    readonly a: string;
    readonly b: string;
    readonly corpus: string;
    readonly protocol: string;
    readonly warnings: readonly string[];
  };

/** What a comparison allows to say. */
export function verdictOf({ ci95: [low, high], speakers }: Pick<RunComparison, 'ci95' | 'speakers'>): Verdict {
  const caveat = tooFewSpeakers(speakers);
  if (caveat !== undefined) return { better: null, caveat };
  return { better: low > 0 ? 'b' : high < 0 ? 'a' : 'neither' };
}

/** What forbids to believe the figures; what is true of one run alone is said of that one. */
function warningsOfBoth(a: CrossValidation, b: CrossValidation): string[] {
  const [ofA, ofB] = [warningsAbout(a), warningsAbout(b)];
  const alone = (name: string, own: readonly string[], others: readonly string[]): string[] =>
    own.flatMap((warning) => (others.includes(warning) ? [] : `${name}: ${warning}`));
  return [...ofA.filter((warning) => ofB.includes(warning)), ...alone('A', ofA, ofB), ...alone('B', ofB, ofA)];
}

const signed = (fraction: number): string => `${fraction < 0 ? '−' : '+'}${(100 * Math.abs(fraction)).toFixed(1)}`;

/** A comparison as lines. */
function formatComparedRuns(about: ComparedRuns): string {
  const { a, b, corpus, protocol, utterances, speakers, uar, uarDifference, ci95, mcNemar } = about;
  const [low, high] = ci95;
  return [
    `${corpus}, protocol ${protocol}: ${utterances} utterances of ${speakers} ${speakers === 1 ? 'speaker' : 'speakers'}`,
    `A  ${a}  UAR ${formatPercent(uar.a)}`,
    `B  ${b}  UAR ${formatPercent(uar.b)}`,
    `B − A: ${signed(uarDifference)} points of UAR, 95 % interval over speakers ${signed(low)} to ${signed(high)}`,
    `McNemar: only A recognizes ${mcNemar.onlyA} utterances, only B ${mcNemar.onlyB}; p = ${formatP(mcNemar.pValue)}`,
    formatVerdict(about),
    ...about.warnings,
  ].join('\n');
}

function formatVerdict(verdict: Verdict): string {
  if (verdict.better === null) return verdict.caveat;
  if (verdict.better === 'neither') return 'The interval holds 0: neither is shown to be better.';
  return `${verdict.better.toUpperCase()} is better.`;
}

const formatP = (p: number): string => (p >= 0.001 ? p.toFixed(3) : p.toExponential(1));
