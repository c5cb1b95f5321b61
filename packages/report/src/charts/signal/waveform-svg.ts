import { invalidArgument } from '@ser/core';
import { valueGrid } from '../../drawing/axes.js';
import { drawing, element, fill, text, textWidth } from '../../drawing/svg.js';
import { TIME_AREA, timeAxis } from '../../drawing/time-axis.js';

/** Options of {@link waveformSvg}. */
export interface WaveformPlot {
  /** Finite samples of one channel, usually in [-1, 1]. */
  readonly samples: ArrayLike<number>;
  /** Samples per second, above 0. */
  readonly sampleRate: number;
  /** Default `Waveform`. */
  readonly title?: string | undefined;
}

const AREA = { ...TIME_AREA, top: 44, bottom: 164 };

/**
 * Draws a waveform as the range of the samples at each pixel, over time in seconds. The vertical scale is 1, or the
 * largest magnitude if that is above 1.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty signal, samples that are not finite, or a sample rate that is not above 0.
 * @example
 * waveformSvg({ samples: audio.samples, sampleRate: audio.sampleRate }); // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function waveformSvg({ samples, sampleRate, title = 'Waveform' }: WaveformPlot): string {
  if (samples.length === 0) throw invalidArgument('samples', samples, 'a signal of at least one sample');
  if (!(sampleRate > 0 && Number.isFinite(sampleRate))) throw invalidArgument('sampleRate', sampleRate, 'above 0');
  const { left, right, top, bottom } = AREA;
  const pixels = Math.min(right - left, samples.length);
  const ranges = Array.from({ length: pixels }, (_, pixel): [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const end = Math.ceil(((pixel + 1) * samples.length) / pixels);
    for (let i = Math.floor((pixel * samples.length) / pixels); i < end; i++) {
      const value = samples[i]!;
      if (!Number.isFinite(value)) throw invalidArgument(`samples[${i}]`, value, 'a finite number');
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return [low, high];
  });
  const reach = Math.max(1, ...ranges.flat().map(Math.abs));
  const seconds = samples.length / sampleRate;
  const y = (value: number): number => (top + bottom) / 2 - (value / reach) * ((bottom - top) / 2);
  const x = (pixel: number): number => left + ((pixel + 0.5) / pixels) * (right - left);
  // Half a pixel up and down keeps silence visible.
  const upper = ranges.map(([, high], pixel) => `${x(pixel).toFixed(1)} ${(y(high) - 0.5).toFixed(1)}`);
  const lower = ranges.map(([low], pixel) => `${x(pixel).toFixed(1)} ${(y(low) + 0.5).toFixed(1)}`).reverse();
  const number = (value: number): string => String(Number(value.toPrecision(2))).replace('-', '\u2212');
  const width = Math.max(right + 24, 24 + textWidth(title, 16));
  return drawing(width, bottom + 48, `${title}: ${seconds.toFixed(2)} s at ${sampleRate} Hz`, [
    text(12, 20, title, { size: 15, bold: true }),
    ...valueGrid([-reach, 0, reach], AREA, y, number),
    ...timeAxis(seconds, bottom),
    element('path', { d: `M${[...upper, ...lower].join('L')}Z`, ...fill('first') }),
  ]);
}
