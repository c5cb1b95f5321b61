import { points } from '../../drawing/format.js';
import { type Content, html, numeric, table } from '../document/html.js';
import type { ReportEvaluation } from '../evaluation/evaluation.js';
import { signedPoints } from './comparison.js';

type Rates = readonly (readonly [name: string, rate: number])[];

/** Lists the rates that both runs have, and their differences. */
function differences(title: string, [a, b]: readonly [string, string], first: Rates, second: Rates): Content {
  const others = new Map(second);
  const rows = first.flatMap(([name, rate]): Content[][] => {
    const other = others.get(name);
    return other === undefined ? [] : [[name, points(rate), points(other), signedPoints(other - rate)]];
  });
  return rows.length === 0 ? '' : table([{ title }, numeric(a), numeric(b), numeric('Difference')], rows);
}

/** Writes the recall of each emotion and the UAR of each speaker of two runs next to each other. */
export function sideBySide([a, b]: readonly [ReportEvaluation, ReportEvaluation]): Content {
  const names = [a.name, b.name] as const;
  const recalls = ({ metrics }: ReportEvaluation): Rates =>
    metrics.perClass.map(({ label, recall }) => [label, recall]);
  const speakers = ({ metrics }: ReportEvaluation): Rates =>
    (metrics.perSpeaker ?? []).map(({ speaker, uar }) => [speaker, uar]);
  return html`<section>
<h2>Side by side, in percent</h2>
<div class="figures">
<div>${differences('Recall of emotion', names, recalls(a), recalls(b))}</div>
<div>${differences('UAR of speaker', names, speakers(a), speakers(b))}</div>
</div>
</section>`;
}
