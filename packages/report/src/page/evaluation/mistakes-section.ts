import { percent } from '../../drawing/format.js';
import { type Content, html, type Markup, markup } from '../document/html.js';
import { player } from '../document/player.js';
import { confidenceOf } from './answers.js';
import type { PredictedUtterance, ReportEvaluation, ShownClip } from './evaluation.js';

/**
 * Returns the wrong predictions of an evaluation, those that the model was most confident of first.
 *
 * @param count how many, at most.
 * @example
 * worstMistakes(run, 6).map(({ id }) => id); // ['08a05Fe', …]
 */
export function worstMistakes(
  { predictions = [] }: Pick<ReportEvaluation, 'predictions'>,
  count: number,
): PredictedUtterance[] {
  return predictions
    .filter(({ truth, predicted }) => truth !== predicted)
    .sort((a, b) => confidenceOf(b) - confidenceOf(a))
    .slice(0, count);
}

function card({ id, wav, plots }: ShownClip, prediction: PredictedUtterance | undefined): Markup {
  const facts = prediction
    ? html`<p>${prediction.truth}, predicted <span class="wrong">${prediction.predicted}</span> with ${percent(confidenceOf(prediction))}; speaker ${prediction.speaker}</p>`
    : '';
  return html`<article>
<h4>${id}</h4>
${facts}
${wav ? player({ wav, name: `Recording ${id}` }) : ''}
${plots.map((plot) => html`<figure tabindex="0">${markup(plot)}</figure>`)}
</article>`;
}

/** Writes the clips that an evaluation shows; empty without any. */
export function mistakesPart({ clips = [], predictions = [] }: ReportEvaluation): Content {
  if (clips.length === 0) return '';
  const found = new Map(predictions.map((prediction) => [prediction.id, prediction]));
  return html`<h3>The most confident mistakes</h3>
<div class="cards">${clips.map((clip) => card(clip, found.get(clip.id)))}</div>`;
}
