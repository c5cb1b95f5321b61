import { invalidArgument } from '@ser/core';
import { drawing, text } from '../drawing/svg.js';

/** Options of {@link stackSvg}. */
export interface StackedPlots {
  /** SVG documents of this package, from top to bottom. */
  readonly plots: readonly string[];
  readonly title: string;
}

const TOP = 40;
const GAP = 12;

/**
 * Draws plots below each other as one drawing. Plots over time share their scale, so that what is one above the other
 * sounds at the same time.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list, or text that is no plot of this package.
 * @example
 * stackSvg({ title: 'clip.wav', plots: [waveformSvg(audio), pitchContourSvg(pitch)] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function stackSvg({ plots, title }: StackedPlots): string {
  if (plots.length === 0) throw invalidArgument('plots', plots, 'a list of at least one plot');
  let [width, bottom] = [0, TOP];
  const placed = plots.map((plot, i) => {
    const [, ownWidth, ownHeight] = /^<svg [^>]*\bviewBox="0 0 (\d+) (\d+)"/.exec(plot) ?? [];
    if (ownWidth === undefined) throw invalidArgument(`plots[${i}]`, plot, 'an SVG document of this package');
    const y = bottom;
    width = Math.max(width, Number(ownWidth));
    bottom += Number(ownHeight) + GAP;
    return plot.replace('<svg ', `<svg y="${y}" `);
  });
  return drawing(width, bottom, title, [text(12, 20, title, { size: 17, bold: true }), ...placed]);
}
