import { invalidArgument } from '@ser/core';
import { dataUri } from '../drawing/data-uri.js';
import { htmlDocument } from './document.js';
import { html, type Markup, markup } from './html.js';

/** A recording that a page plays. */
interface PlayedSound {
  /** Bytes of a WAV file. */
  readonly wav: Uint8Array;
  /** Name for screen readers, e.g. that of the file. */
  readonly name: string;
}

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

/** Returns a player of a sound that is inside the page. */
const player = ({ wav, name }: PlayedSound): Markup =>
  html`<audio controls preload="metadata" aria-label="${name}" src="${dataUri('audio/wav', wav)}"></audio>`;

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
${plots.map((plot) => html`<figure>${markup(plot)}</figure>`)}
</section>`;
  return htmlDocument({ title, subtitle, body });
}
