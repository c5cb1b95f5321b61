import { type EmotionAnswer, quantile } from '@ser/core';
import { percent } from '../../drawing/format.js';
import { element, text, textWidth } from '../../drawing/svg.js';
import { cellsOf } from './cells.js';
import { drawCells, type HeatMapAxis, heatMapFrame, MAP_AREA } from './heat-map-frame.js';

/** Options of {@link explanationSvg}. */
export interface ExplanationPlot {
  /** The features that the model was given, column after column: `features[frame * rows + row]`. */
  readonly features: ArrayLike<number>;
  /** How much each of them moved the answer, in the same order: above 0 for the label, below 0 against it. */
  readonly attributions: ArrayLike<number>;
  /** Frames. */
  readonly columns: number;
  /** Values of a frame, from bottom to top, e.g. frequency bands. */
  readonly rows: number;
  /** The answer that is explained. */
  readonly answer: EmotionAnswer;
  /** Default `What moved the answer`. */
  readonly title?: string | undefined;
  readonly x: HeatMapAxis;
  readonly y: HeatMapAxis;
}

/** Steps of gray of the features, and of each color from none to full. */
const [GRAYS, DEPTHS] = [16, 7];
/** Colors of what speaks for the answer and against it, which people with color vision deficiencies tell apart. */
const COLORS = { for: [249, 115, 22], against: [37, 99, 235] } as const;
/** Greatest share of the color where it lies over the gray of the features. */
const OPACITY = 0.9;
/** Attributions from this quantile of their magnitudes on have the full color: a few are far larger than the rest. */
const FULL = 0.99;

const hex = (channels: readonly number[]): string =>
  `#${channels.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

/** Gray of features, from 0 to 1: dark to light, and neither black nor white. */
const grayOf = (level: number): number => 25 + 195 * level;

/** Colors by gray, then by depth from all against to all for. */
const PALETTE = Array.from({ length: GRAYS }, (_, gray) =>
  Array.from({ length: 2 * DEPTHS + 1 }, (_, step) => {
    const depth = (step - DEPTHS) / DEPTHS;
    const share = OPACITY * Math.abs(depth);
    const color = depth > 0 ? COLORS.for : COLORS.against;
    return hex(color.map((channel) => share * channel + (1 - share) * grayOf(gray / (GRAYS - 1))));
  }),
).flat();

/** Returns the color of each cell. */
function paint(features: Float64Array, attributions: Float64Array): Uint8Array {
  const low = features.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = features.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const full = quantile(Float64Array.from(attributions, Math.abs).sort(), FULL);
  return Uint8Array.from(features, (value, i) => {
    const gray = high > low ? Math.round(((value - low) / (high - low)) * (GRAYS - 1)) : 0;
    const depth = full > 0 ? Math.max(-1, Math.min(1, attributions[i]! / full)) : 0;
    return gray * (2 * DEPTHS + 1) + Math.round(depth * DEPTHS) + DEPTHS;
  });
}

/** Draws what the colors mean, to the right of the plot. */
function drawKey(label: string): { marks: string[]; width: number } {
  const x = MAP_AREA.x + MAP_AREA.width + 16;
  const entries = [
    ['for', `for ${label}`, hex(COLORS.for)],
    ['against', `against ${label}`, hex(COLORS.against)],
    ['features', 'the features,', hex(Array(3).fill(grayOf(0.6)))],
  ] as const;
  const marks = entries.flatMap(([, name, color], i) => {
    const y = MAP_AREA.y + 8 + 22 * i;
    return [
      element('rect', { x, y: y - 6, width: 12, height: 12, rx: 2, fill: color }),
      text(x + 18, y, name, { size: 11, paint: 'muted' }),
    ];
  });
  const rest = text(x + 18, MAP_AREA.y + 66, 'light: large', { size: 11, paint: 'muted' });
  return { marks: [...marks, rest], width: 46 + Math.max(...entries.map(([, name]) => textWidth(name, 11))) };
}

/**
 * Draws what moved an answer over the features that the model was given, in gray: orange where they speak for the label,
 * blue where they speak against it. The deepest color is that of the strongest hundredth of the cells.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for sizes that do not fit, or values that are not finite.
 * @example
 * const { explanation, ...answer } = await recognizer.predict(audio, { explain: true });
 * const { data: attributions, frames: columns, coeffs: rows } = explanation;
 * explanationSvg({ features: logMel.data, attributions, columns, rows, answer, x, y });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function explanationSvg(plot: ExplanationPlot): string {
  const { columns, rows, answer, title = 'What moved the answer', x, y } = plot;
  const features = cellsOf('features', { values: plot.features, columns, rows });
  const attributions = cellsOf('attributions', { values: plot.attributions, columns, rows });
  const { label, probabilities, uncertain } = answer;
  const ranked = probabilities.slice(0, 3).map((one) => `${one.label} ${percent(one.probability)}`);
  const note = `${ranked.join(', ')}${uncertain ? `; uncertain: ${uncertain.message}` : ''}`;
  return heatMapFrame({
    ...{ columns, rows, title, note, x, y },
    description: `: ${note}; orange speaks for ${label}, blue against it${features.note}`,
    image: drawCells(features, paint(features.means, attributions.means), PALETTE),
    scale: drawKey(label),
  });
}
