import { dataUri } from '../../drawing/data-uri.js';
import { html, type Markup } from './html.js';

/** Returns a player of a WAV file that is inside the page; `name` is for screen readers. */
export const player = ({ wav, name }: { readonly wav: Uint8Array; readonly name: string }): Markup =>
  html`<audio controls preload="metadata" aria-label="${name}" src="${dataUri('audio/wav', wav)}"></audio>`;
