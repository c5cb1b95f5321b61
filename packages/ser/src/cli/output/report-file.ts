import { join } from 'node:path';
import { writeFiles } from '@ser/core/node';
import type { Corpus } from '@ser/datasets';
import { type Run, runTitle } from '@ser/experiments';
import { confusionMatrixSvg, reportHtml, trainingCurvesSvg } from '@ser/report';
import { VERSION } from '../../version.js';

const today = (): string => new Date().toISOString().slice(0, 10);

/** Returns a title for each evaluation, with the seed if several evaluations share a title. */
function titlesOf(results: readonly Run[]): string[] {
  const titles = results.map(({ config }) => runTitle(config));
  return new Set(titles).size === titles.length
    ? titles
    : titles.map((title, i) => `${title}, seed ${results[i]!.config.seed}`);
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
    evaluations: results.map((run, i) => ({ ...run, name: titles[i]!, warnings: run.config.limits })),
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
