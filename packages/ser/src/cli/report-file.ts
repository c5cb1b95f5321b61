import { join } from 'node:path';
import { writeFiles } from '@ser/core/node';
import type { Corpus } from '@ser/datasets';
import { type Run, runTitle } from '@ser/experiments';
import { confusionMatrixSvg, type ReportEvaluation, reportHtml, trainingCurvesSvg } from '@ser/report';
import { VERSION } from '../version.js';

const today = (): string => new Date().toISOString().slice(0, 10);

/** Returns a title for each evaluation, with the seed if several evaluations share a title. */
function titlesOf(results: readonly Run[]): string[] {
  const titles = results.map(({ config }) => runTitle(config));
  return new Set(titles).size === titles.length
    ? titles
    : titles.map((title, i) => `${title}, seed ${results[i]!.config.seed}`);
}

/** Returns an evaluation in the form that a report prints. */
function reportEvaluation(name: string, result: Run): ReportEvaluation {
  const { ci95, ci95War, ci95MacroF1, ci95Ece, ...metrics } = result.metrics;
  return {
    ...{ ...result, name, warnings: result.config.limits },
    metrics: {
      ...metrics,
      uar: { value: metrics.uar, ci95 },
      war: { value: metrics.war, ci95: ci95War },
      macroF1: { value: metrics.macroF1, ci95: ci95MacroF1 },
      ece: { value: metrics.ece, ci95: ci95Ece },
    },
  };
}

/**
 * Writes `report.html` about one or more evaluations on a corpus.
 *
 * @param intro paragraphs that follow what is said of the corpus.
 * @returns the path of the report.
 */
export async function writeReport(
  folder: string,
  corpus: Corpus,
  results: readonly Run[],
  intro: readonly string[] = [],
): Promise<string> {
  const titles = titlesOf(results);
  const report = reportHtml({
    title: `Speech emotion recognition: ${corpus.name}`,
    generated: `${today()}, ser ${VERSION}`,
    intro: [
      `${corpus.title}: ${corpus.utterances.length} utterances. Source: ${corpus.source}. License: ${corpus.license}.`,
      ...intro,
    ],
    evaluations: results.map((result, i) => reportEvaluation(titles[i]!, result)),
  });
  await writeFiles(folder, { 'report.html': report });
  return join(folder, 'report.html');
}

/** Writes the plots of one evaluation as files of their own: `confusion-matrix.svg` and `training-curves.svg`. */
export async function writePlots(folder: string, { config, metrics, histories }: Run): Promise<void> {
  const title = `${runTitle(config)} on ${config.corpus}, ${config.protocol}`;
  await writeFiles(folder, {
    'confusion-matrix.svg': confusionMatrixSvg({ title, labels: metrics.labels, matrix: metrics.confusion }),
    'training-curves.svg': trainingCurvesSvg({
      title,
      series: histories.map(({ epochs }, i) => ({ name: metrics.folds[i]?.name ?? `fold ${i + 1}`, epochs })),
    }),
  });
}
