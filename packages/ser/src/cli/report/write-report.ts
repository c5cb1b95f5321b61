import { basename, dirname, join } from 'node:path';
import { SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import type { CorpusCard } from '@ser/datasets';
import { type Run, runTitle } from '@ser/experiments';
import { evaluationPlots, type ReportComparison, type ReportEvaluation, reportHtml } from '@ser/report';
import { svgToPng } from '@ser/report/node';
import { VERSION } from '../../version.js';

/** What a report shows of a run in addition to its files. */
export type Extras = Pick<ReportEvaluation, 'clips' | 'robustness' | 'warnings'>;

/** Options of {@link writeReport}. */
export interface WriteReportOptions {
  /** The corpora of the runs; the report states their source and license. */
  readonly corpora: readonly (CorpusCard & { readonly utterances?: readonly unknown[] })[];
  /** Paragraphs that follow. */
  readonly intro?: readonly string[] | undefined;
  /** For each run in turn. */
  readonly extras?: readonly Extras[] | undefined;
  /** True compares each run with the first, if they can be compared. Default false. */
  readonly compares?: boolean | undefined;
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** Returns a name for each evaluation: its title, with what tells it from others of that title. */
function namesOf(runs: readonly Run[]): string[] {
  const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;
  const titles = runs.map(({ config }) => runTitle(config));
  if (isUnique(titles)) return titles;
  const adapted = runs.map(({ config }, i) => `${titles[i]}, speaker adaptation ${config.speakerAdaptation}`);
  const seeded = runs.map(({ config }, i) => `${titles[i]}, seed ${config.seed}`);
  const placed = runs.map(({ config }, i) => `${titles[i]} on ${config.corpus}, ${config.protocol}`);
  const numbered = titles.map((title, i) => `${title}, run ${i + 1}`);
  return [seeded, placed, adapted, numbered].find(isUnique)!;
}

const evaluationOf = (run: Run, name: string, { warnings = [], ...extras }: Extras = {}): ReportEvaluation => ({
  ...run,
  ...extras,
  name,
  warnings: [...(run.config.limits ?? []), ...warnings],
});

/** Compares each run with the first; sentences say why one cannot be compared. */
function comparisonsOf(
  runs: readonly Run[],
  names: readonly string[],
): { found: ReportComparison[]; refused: string[] } {
  const [first, ...others] = runs as [Run, ...Run[]];
  const found: ReportComparison[] = [];
  const refused: string[] = [];
  for (const [i, other] of others.entries()) {
    const [nameA, nameB] = [names[0]!, names[i + 1]!];
    try {
      const { uarDifference: value, ci95, ...comparison } = first.compare(other);
      found.push({ ...comparison, nameA, nameB, uarDifference: { value, ci95 } });
    } catch (error) {
      if (!(error instanceof SerError)) throw error;
      refused.push(`${nameB} is not compared with ${nameA}: ${error.message}.`);
    }
  }
  return { found, refused };
}

const aboutCorpus = ({ title, utterances, source, license }: WriteReportOptions['corpora'][number]): string =>
  `${title}${utterances ? `: ${utterances.length} utterances` : ''}. Source: ${source}. License: ${license}.`;

/**
 * Writes a report about evaluations as one HTML file. `ser evaluate`, `ser select`, `ser demo` and `ser report` all call
 * this.
 *
 * @returns the path of the report.
 */
export async function writeReport(
  file: string,
  runs: readonly Run[],
  { corpora, intro = [], extras = [], compares = false }: WriteReportOptions,
): Promise<string> {
  const names = namesOf(runs);
  const { found, refused } = compares ? comparisonsOf(runs, names) : { found: [], refused: [] };
  const corpus = [...new Set(runs.map(({ config }) => config.corpus))].join(', ');
  const report = reportHtml({
    title: `Speech emotion recognition: ${corpus}`,
    generated: `${today()}, ser ${VERSION}`,
    intro: [...corpora.map(aboutCorpus), ...intro, ...refused],
    evaluations: runs.map((run, i) => evaluationOf(run, names[i]!, extras[i])),
    comparisons: found,
  });
  await writeFiles(dirname(file), { [basename(file)]: report });
  return file;
}

/** The plots that every run folder has. */
const ALWAYS: readonly string[] = ['confusion-matrix', 'training-curves'];

/** Writes plots of one evaluation as SVG files of their own: `confusion-matrix.svg` and `training-curves.svg`. */
export async function writePlots(folder: string, run: Run): Promise<void> {
  const name = `${runTitle(run.config)} on ${run.config.corpus}, ${run.config.protocol}`;
  const plots = evaluationPlots(evaluationOf(run, name)).filter((plot) => ALWAYS.includes(plot.name));
  await writeFiles(folder, Object.fromEntries(plots.map((plot) => [`${plot.name}.svg`, plot.svg])));
}

/**
 * Writes all plots of each evaluation as SVG and, with the package that draws them, as PNG; those of several runs into a
 * folder for each.
 *
 * @returns the number of plots, and why there are no PNGs.
 */
export async function writeAllPlots(
  folder: string,
  runs: readonly Run[],
  extras: readonly Extras[],
): Promise<{ readonly plots: number; readonly problem: string | undefined }> {
  const names = namesOf(runs);
  let plots = 0;
  let problem: string | undefined;
  for (const [i, run] of runs.entries()) {
    const files: Record<string, string | Uint8Array> = {};
    for (const { name, svg } of evaluationPlots(evaluationOf(run, names[i]!, extras[i]))) {
      plots++;
      files[`${name}.svg`] = svg;
      if (problem !== undefined) continue;
      try {
        files[`${name}.png`] = await svgToPng(svg);
      } catch (error) {
        if (!(error instanceof SerError && error.code === 'UNSUPPORTED_PLATFORM')) throw error;
        problem = `${error.message}: ${error.hint}`;
      }
    }
    const own = runs.length > 1 ? join(folder, names[i]!.replace(/[^\w.+-]+/g, '-')) : folder;
    await writeFiles(own, files);
  }
  return { plots, problem };
}
