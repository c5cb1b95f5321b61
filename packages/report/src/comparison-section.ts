import { differenceSvg } from './difference-svg.js';
import { points } from './figures.js';
import { type Content, html, type Markup, markup, table } from './html.js';
import { tooFewSpeakers } from './too-few-speakers.js';

/** Two runs set side by side: the result of `compareRuns` of `@ser/training` and their names. */
export interface ReportComparison {
  readonly nameA: string;
  readonly nameB: string;
  readonly utterances: number;
  readonly speakers: number;
  /** UAR of each, in [0, 1]. */
  readonly uar: { readonly a: number; readonly b: number };
  /** UAR of `b` less UAR of `a`. */
  readonly uarDifference: number;
  /** 95 % interval of the difference. */
  readonly ci95: readonly [number, number];
  readonly mcNemar: {
    readonly onlyA: number;
    readonly onlyB: number;
    readonly method: string;
    readonly pValue: number;
  };
}

const signed = (value: number): string => `${value < 0 ? '\u2212' : '+'}${points(Math.abs(value))}`;
const pText = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** What a comparison says, in one sentence. */
function verdict({ nameA, nameB, ci95: [low, high], mcNemar, speakers }: ReportComparison): string {
  const caveat = tooFewSpeakers(speakers);
  if (caveat !== undefined) return `${nameB} against ${nameA}: ${caveat}`;
  const better = low > 0 ? nameB : high < 0 ? nameA : undefined;
  const worse = better === nameB ? nameA : nameB;
  if (!better) return `With other speakers ${nameA} might do as well as ${nameB}: the interval holds 0.`;
  if (mcNemar.pValue >= 0.05)
    return `${better} has the higher UAR, but clips alone do not tell the two apart (p ≥ 0.05).`;
  return `${better} is better than ${worse}, by speakers and by clips.`;
}

/** Pairs of runs with the difference of their UAR, its interval and McNemar's test; nothing without comparisons. */
export function comparisonSection(comparisons: readonly ReportComparison[]): Content {
  if (comparisons.length === 0) return '';
  const reach = Math.max(
    0.01,
    ...comparisons.flatMap(({ ci95, uarDifference }) => [...ci95, uarDifference].map(Math.abs)),
  );
  const numeric = (title: string) => ({ title, numeric: true });
  const rows = comparisons.map((comparison): Content[] => {
    const { nameA, nameB, uar, uarDifference, ci95, mcNemar } = comparison;
    const [low, high] = ci95;
    return [
      `${nameB} against ${nameA}`,
      `${points(uar.b)} \u2212 ${points(uar.a)}`,
      html`<strong>${signed(uarDifference)}</strong>`,
      `${signed(low)} to ${signed(high)}`,
      markup(differenceSvg(uarDifference, ci95, reach)),
      `${mcNemar.onlyB} : ${mcNemar.onlyA}`,
      pText(mcNemar.pValue),
    ];
  });
  const sentences = comparisons.map((comparison): Markup => html`<li>${verdict(comparison)}</li>`);
  return html`<section>
<h2>Comparisons</h2>
${table(
  [
    { title: 'Models' },
    numeric('UAR'),
    numeric('Difference'),
    numeric('95 % interval'),
    { title: '' },
    numeric('Right alone'),
    numeric('McNemar p'),
  ],
  rows,
)}
<ul>${sentences}</ul>
</section>`;
}
