import { join } from 'node:path';
import { writeFiles } from '@ser/core/node';
import type { Corpus } from '@ser/datasets';
import { confusionMatrixSvg, reportHtml, trainingCurvesSvg } from '@ser/report';
import { type CrossValidation, runTitle } from '@ser/training';
import { VERSION } from './version.js';

const today = (): string => new Date().toISOString().slice(0, 10);

/**
 * Writes `report.html` about one or more evaluations on a corpus.
 *
 * @returns the path of the report.
 */
export async function writeReport(
  folder: string,
  corpus: Corpus,
  results: readonly CrossValidation[],
): Promise<string> {
  const report = reportHtml({
    title: `Speech emotion recognition: ${corpus.name}`,
    generated: `${today()}, ser ${VERSION}`,
    intro: [
      `${corpus.title}: ${corpus.utterances.length} utterances. Source: ${corpus.source}. Licence: ${corpus.licence}.`,
    ],
    evaluations: results.map((result) => ({ name: runTitle(result.config), ...result })),
  });
  await writeFiles(folder, { 'report.html': report });
  return join(folder, 'report.html');
}

/** Writes the plots of one evaluation as files of their own: `confusion-matrix.svg` and `training-curves.svg`. */
export async function writePlots(folder: string, { config, metrics, histories }: CrossValidation): Promise<void> {
  const title = `${runTitle(config)} on ${config.corpus}, ${config.protocol}`;
  await writeFiles(folder, {
    'confusion-matrix.svg': confusionMatrixSvg({ title, labels: metrics.labels, matrix: metrics.confusion }),
    'training-curves.svg': trainingCurvesSvg({
      title,
      series: histories.map(({ epochs }, i) => ({ name: metrics.folds[i]?.name ?? `fold ${i + 1}`, epochs })),
    }),
  });
}
