import type { LiveSegment } from '../../annotation/segment.js';
import { labelOf } from '../../annotation/segment.js';
import type { PictureHistory } from '../../session/picture-history.js';
import { MEL_BANDS } from '../../worker/messages.js';
import { shapeOf } from '../emotion-mark.js';

/** Seconds that the pictures show. */
const SCOPE_SECONDS = 8;

/** Height of the axis of time in pixels. */
const AXIS = 20;

/** Part of the height that is the waveform. */
const WAVE = 0.36;

/** Colors of the spectrogram from silent to loud, in light and dark. */
const RAMPS = {
  light: [
    [255, 255, 255],
    [205, 214, 240],
    [112, 120, 205],
    [66, 42, 122],
    [28, 10, 48],
  ],
  dark: [
    [22, 26, 33],
    [44, 40, 92],
    [124, 58, 150],
    [235, 112, 110],
    [255, 226, 160],
  ],
} as const;

function palette(dark: boolean): Uint32Array {
  const stops = RAMPS[dark ? 'dark' : 'light'];
  return Uint32Array.from({ length: 256 }, (_, value) => {
    const at = (value / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    const mix = (i: 0 | 1 | 2): number =>
      Math.round(stops[low]![i] + (at - low) * (stops[low + 1]![i] - stops[low]![i]));
    return (255 << 24) | (mix(2) << 16) | (mix(1) << 8) | mix(0);
  });
}

/** What a picture shows. */
export interface ScopeView {
  readonly history: PictureHistory;
  readonly segments: readonly LiveSegment[];
  /** Where the picture ends, in seconds. */
  readonly end: number;
}

/** Draws waveform, mel spectrogram and segments into a canvas. */
export class ScopeDrawing {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #mel = document.createElement('canvas');
  readonly #style: CSSStyleDeclaration;
  #palette = palette(false);
  #isDark: boolean | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false })!;
    this.#style = getComputedStyle(canvas);
  }

  draw(view: ScopeView): void {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (this.#canvas.width !== Math.round(width * ratio)) this.#canvas.width = Math.round(width * ratio);
    if (this.#canvas.height !== Math.round(height * ratio)) this.#canvas.height = Math.round(height * ratio);
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
    if (isDark !== this.#isDark) this.#palette = palette(isDark);
    this.#isDark = isDark;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.fillStyle = this.#color('--card');
    this.#context.fillRect(0, 0, width, height);
    const middle = Math.round((height - AXIS) * WAVE);
    this.#drawWave(view, width, middle);
    this.#drawMel(view, width, middle, height - AXIS - middle);
    this.#drawAxis(view, width, height);
    for (const segment of view.segments) this.#drawSegment(view, segment, width, middle);
  }

  #color(name: string): string {
    return this.#style.getPropertyValue(name);
  }

  #drawWave({ history, end }: ScopeView, width: number, height: number): void {
    const context = this.#context;
    const perPixel = (SCOPE_SECONDS * history.rate) / width;
    const first = (end - SCOPE_SECONDS) * history.rate;
    context.fillStyle = this.#color('--wave');
    for (let x = 0; x < width; x++) {
      const from = Math.floor(first + x * perPixel);
      const [low, high] = history.peak(from, Math.max(from + 1, Math.floor(first + (x + 1) * perPixel)));
      const top = (height / 2) * (1 - Math.min(1, 1.6 * high));
      const bottom = (height / 2) * (1 + Math.min(1, -1.6 * low));
      context.fillRect(x, top, 1, Math.max(1, bottom - top));
    }
  }

  #drawMel({ history, end }: ScopeView, width: number, top: number, height: number): void {
    const columns = Math.round(SCOPE_SECONDS * history.rate);
    const first = Math.round(end * history.rate) - columns;
    const mel = this.#mel;
    if (mel.width !== columns || mel.height !== MEL_BANDS) {
      mel.width = columns;
      mel.height = MEL_BANDS;
    }
    const picture = new ImageData(columns, MEL_BANDS);
    const pixels = new Uint32Array(picture.data.buffer).fill(this.#palette[0]!);
    for (let x = 0; x < columns; x++) {
      const bands = history.mel(first + x);
      if (!bands) continue;
      for (let band = 0; band < MEL_BANDS; band++)
        pixels[(MEL_BANDS - 1 - band) * columns + x] = this.#palette[bands[band]!]!;
    }
    mel.getContext('2d')!.putImageData(picture, 0, 0);
    this.#context.imageSmoothingEnabled = true;
    this.#context.drawImage(mel, 0, top, width, height);
  }

  #drawAxis({ end }: ScopeView, width: number, height: number): void {
    const context = this.#context;
    context.fillStyle = this.#color('--muted');
    context.font = `11px ${this.#style.fontFamily}`;
    context.textBaseline = 'middle';
    for (let second = Math.max(0, Math.ceil(end - SCOPE_SECONDS)); second <= end; second++) {
      const x = (width * (second - end + SCOPE_SECONDS)) / SCOPE_SECONDS;
      context.fillRect(x, height - AXIS, 1, 4);
      if (x < width - 24) context.fillText(`${second} s`, x + 4, height - AXIS / 2 + 1);
    }
  }

  #drawSegment({ end }: ScopeView, segment: LiveSegment, width: number, height: number): void {
    const xOf = (seconds: number): number => (width * (seconds - end + SCOPE_SECONDS)) / SCOPE_SECONDS;
    const from = Math.max(0, xOf(segment.start));
    const to = Math.min(width, xOf(segment.end));
    if (to <= from) return;
    const context = this.#context;
    const label = labelOf(segment);
    const color = this.#color(`--${label}`) || this.#color('--other');
    context.fillStyle = color;
    context.fillRect(from, height - 3, to - from, 3);
    if (to - from < 20) return;
    context.font = `600 12px ${this.#style.fontFamily}`;
    const textWidth = context.measureText(label).width;
    const hasRoom = to - from > 30 + textWidth;
    context.globalAlpha = 0.8;
    context.fillStyle = this.#color('--card');
    context.fillRect(from, height - 23, hasRoom ? textWidth + 27 : 20, 20);
    context.globalAlpha = 1;
    context.fillStyle = color;
    context.save();
    context.translate(from + 4, height - 20);
    context.scale(0.5, 0.5);
    context.fill(new Path2D(shapeOf(label)));
    context.restore();
    context.fillStyle = this.#color('--ink');
    context.textBaseline = 'middle';
    if (hasRoom) context.fillText(label, from + 21, height - 13);
  }
}
