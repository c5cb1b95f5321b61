import { invalidArgument } from '@ser/core';
import { htmlDocument } from './document/document.js';
import { html, markup } from './document/html.js';
import { player } from './document/player.js';

/** Options of {@link clipHtml}. */
export interface ClipPage {
  /** Name of the recording. */
  readonly title: string;
  /** A line under the title: its length, its rate. */
  readonly subtitle: string;
  /** SVG documents, from top to bottom. */
  readonly plots: readonly string[];
  /** The recording as bytes of a WAV file; no player without it. */
  readonly wav?: Uint8Array | undefined;
  /** Sentences about the recording. */
  readonly notes?: readonly string[] | undefined;
}

/**
 * Returns one HTML file about a recording: a player and plots. Everything is inside the file; it loads nothing and runs
 * no scripts.
 *
 * @throws SerError `INVALID_ARGUMENT` without plots.
 * @example
 * clipHtml({ title: 'clip.wav', subtitle: '2.1 s at 16000 Hz', plots: [waveformSvg(audio)], wav: encodeWav(audio) });
 * // '<!doctype html>\n<html lang="en">…'
 */
export function clipHtml({ title, subtitle, plots, wav, notes = [] }: ClipPage): string {
  if (plots.length === 0) throw invalidArgument('plots', plots, 'a list of at least one plot');
  const body = html`<section>
${notes.map((note) => html`<p class="warning">${note}</p>`)}
${wav ? html`<p>${player({ wav, name: title })}</p>` : ''}
${plots.map((plot) => html`<figure tabindex="0">${markup(plot)}</figure>`)}
</section>`;
  return htmlDocument({ title, subtitle, body });
}
