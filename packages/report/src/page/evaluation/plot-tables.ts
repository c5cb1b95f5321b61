import { riskCoverage } from '@ser/core';
import { calibrationBins } from '../../charts/reliability-diagram-svg.js';
import { meanTraining } from '../../charts/training-curves-svg.js';
import { percent, points } from '../../drawing/format.js';
import { type Content, html, type Markup, numeric, table } from '../document/html.js';
import { answersOf } from './answers.js';
import type { ReportEvaluation } from './evaluation.js';
import { trainingOf } from './plots.js';

const BINS = 10;

function confusionTable({ config: { labels }, metrics: { confusion } }: ReportEvaluation): Markup {
  return table(
    [{ title: 'True emotion' }, ...labels.map((label) => numeric(`predicted ${label}`))],
    labels.map((label, row) => [label, ...confusion[row]!]),
  );
}

function calibrationTable(evaluation: ReportEvaluation): Markup {
  const bins = calibrationBins(answersOf(evaluation, 'after'), BINS);
  return table(
    [{ title: 'Confidence' }, numeric('Predictions'), numeric('Correct, in percent')],
    bins.map(({ count, correct }, bin) => [
      `${percent(bin / BINS)} to ${percent((bin + 1) / BINS)}`,
      count,
      count === 0 ? '' : points(correct / count),
    ]),
  );
}

/** Lists the curve at about each tenth of the predictions. */
function coverageTable(evaluation: ReportEvaluation): Markup {
  const curve = riskCoverage(answersOf(evaluation, 'after'));
  const tenths = Array.from({ length: 10 }, (_, i) => curve.find(({ coverage }) => coverage >= (i + 1) / 10 - 1e-9)!);
  return table(
    [numeric('Accepted, in percent'), numeric('Wrong among them, in percent'), numeric('Least confidence, in percent')],
    [...new Set(tenths)].map(({ coverage, risk, threshold }) => [points(coverage), points(risk), points(threshold)]),
  );
}

function trainingTable(evaluation: ReportEvaluation): Content {
  const rows = meanTraining(trainingOf(evaluation));
  if (rows.length === 0) return '';
  return table(
    [{ title: 'Epoch' }, numeric('Mean loss'), numeric('Mean held-out loss'), numeric('Mean held-out UAR, in percent')],
    rows.map(({ epoch, loss, heldOut }) => [
      epoch,
      loss.toFixed(3),
      heldOut ? heldOut.loss.toFixed(3) : '',
      heldOut ? points(heldOut.uar) : '',
    ]),
  );
}

/** Writes what the plots show as tables, for those who cannot see them. */
export function plotTables(evaluation: ReportEvaluation): Markup {
  const isPredicted = (evaluation.predictions ?? []).length > 0;
  return html`<details><summary>The plots as tables</summary>
${confusionTable(evaluation)}
${isPredicted ? [calibrationTable(evaluation), coverageTable(evaluation)] : ''}
${trainingTable(evaluation)}
</details>`;
}
