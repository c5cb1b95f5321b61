import { Command } from '@commander-js/extra-typings';
import { SerError } from '@ser/core';
import { flatMetrics, Run, type RunComparison } from '@ser/experiments';
import { tooFewSpeakers } from '@ser/report';
import { OPTIONS } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';
import { formatEvaluation, warningsAbout } from '../../cli/output/summary.js';
import { formatPercent } from '../../cli/output/terminal.js';
import { writePlots } from '../../cli/report/write-report.js';

/** `ser compare results/emodb-loso-cnn results/emodb-loso-lstm`, `ser compare --combine results/both a b` */
export const command = () =>
  new Command()
    .argument('<runs...>', 'folders written by `ser evaluate`: two to compare, two or more to combine')
    .option('--combine <folder>', 'write the result of the runs as an ensemble to this folder instead')
    .option(
      '--across-adaptations',
      'compare runs with different speaker adaptation, on the utterances that both evaluate',
    )
    .addOption(OPTIONS.json())
    .addOption(OPTIONS.jsonLines())
    .action(async (folders, { combine, acrossAdaptations, ...options }) => {
      const output = commandOutput(options);
      if (combine === undefined) {
        const [a, b, ...others] = folders;
        if (a === undefined || b === undefined || others.length > 0)
          throw new SerError('INVALID_ARGUMENT', `ser compare compares two runs, got ${folders.length}`, {
            hint: 'Add --combine <folder> to combine several runs into an ensemble.',
          });
        const about = await compared(a, b, acrossAdaptations === true);
        output.result(formatComparedRuns(about), about);
        return;
      }
      assertOutputFolder('--combine', combine, 'metrics.json');
      const run = Run.combine(await Promise.all(folders.map((folder) => Run.read(folder))));
      await run.write(combine);
      await writePlots(combine, run);
      const { config, metrics } = run;
      const { corpus, protocol, partial } = config;
      output.result(
        `${formatEvaluation(run)}\n\nWritten to ${combine}: metrics.json, predictions.csv, config.json, confusion-matrix.svg`,
        {
          out: combine,
          runs: folders,
          corpus,
          protocol,
          partial,
          warnings: warningsAbout(run),
          metrics: flatMetrics(metrics),
        },
      );
    });

async function compared(a: string, b: string, acrossAdaptations: boolean): Promise<ComparedRuns> {
  const runs = [await Run.read(a), await Run.read(b)] as const;
  const comparison = runs[0].compare(runs[1], { acrossAdaptations });
  const { corpus, protocol } = runs[0].config;
  const warnings = warningsOfBoth(...runs);
  return { a, b, corpus, protocol, warnings, ...comparison, ...verdictOf(comparison) };
}

/** The better run, or the reason why none can be named. */
type Verdict = { readonly better: 'a' | 'b' | 'neither' } | { readonly better: null; readonly caveat: string };

/** The comparison of two runs, with their folders and the facts that qualify the figures. */
type ComparedRuns = RunComparison &
  Verdict & {
    readonly a: string;
    readonly b: string;
    readonly corpus: string;
    readonly protocol: string;
    readonly warnings: readonly string[];
  };

/** Returns the conclusion of a comparison. */
export function verdictOf({ ci95: [low, high], speakers }: Pick<RunComparison, 'ci95' | 'speakers'>): Verdict {
  const caveat = tooFewSpeakers(speakers);
  if (caveat !== undefined) return { better: null, caveat };
  return { better: low > 0 ? 'b' : high < 0 ? 'a' : 'neither' };
}

/** Returns the facts that qualify the figures; those of one run name it. */
function warningsOfBoth(a: Run, b: Run): string[] {
  const [ofA, ofB] = [warningsAbout(a), warningsAbout(b)];
  const alone = (name: string, own: readonly string[], others: readonly string[]): string[] =>
    own.flatMap((warning) => (others.includes(warning) ? [] : `${name}: ${warning}`));
  return [...ofA.filter((warning) => ofB.includes(warning)), ...alone('A', ofA, ofB), ...alone('B', ofB, ofA)];
}

const signed = (fraction: number): string => `${fraction < 0 ? '−' : '+'}${(100 * Math.abs(fraction)).toFixed(1)}`;

/** Returns a comparison as text. */
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
  if (verdict.better === 'neither') return 'The interval contains 0: neither is shown to be better.';
  return `${verdict.better.toUpperCase()} is better.`;
}

const formatP = (p: number): string => (p >= 0.001 ? p.toFixed(3) : p.toExponential(1));
