import { invalidArgument } from '@ser/core';
import { percent } from '../drawing/format.js';
import { drawing, element, fill, type Paint, stroke, text, textWidth } from '../drawing/svg.js';

/** A clip on a map of embeddings. */
export interface MappedClip {
  readonly x: number;
  readonly y: number;
  /** Its true emotion. */
  readonly label: string;
  readonly correct: boolean;
}

/** Options of {@link embeddingMapSvg}. */
export interface EmbeddingMapPlot {
  readonly clips: readonly MappedClip[];
  /** The emotions, in the order of the legend. */
  readonly labels: readonly string[];
  /** Default `Embeddings`. */
  readonly title?: string | undefined;
  /** Share of the variance along each axis, in [0, 1]; written at the axes if given. */
  readonly explained?: readonly [x: number, y: number] | undefined;
}

const SIDE = 280;
const AREA = { left: 34, top: 44 };
const PAINTS: readonly Paint[] = ['first', 'second', 'third', 'fourth'];
const RADIUS = 3;

/** Outlines around a point: emotions with one color differ in shape. */
const SHAPES: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${x - RADIUS} ${y}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0-${2 * RADIUS} 0z`,
  (x, y) => `M${x - RADIUS} ${y - RADIUS}h${2 * RADIUS}v${2 * RADIUS}h-${2 * RADIUS}z`,
  (x, y) => `M${x} ${y - RADIUS - 1}l${RADIUS + 1} ${2 * RADIUS}h-${2 * RADIUS + 2}z`,
];

const tenth = (value: number): number => Math.round(10 * value) / 10;

/** Draws points of one emotion, filled if they are recognized. */
function drawPoints(points: readonly (readonly [number, number])[], index: number, isFilled: boolean): string[] {
  if (points.length === 0) return [];
  const paint = PAINTS[index % PAINTS.length]!;
  const shape = SHAPES[Math.floor(index / PAINTS.length) % SHAPES.length]!;
  const d = points.map(([x, y]) => shape(tenth(x), tenth(y))).join('');
  return [element('path', { d, ...(isFilled ? { ...fill(paint), 'fill-opacity': 0.75 } : stroke(paint, 1.2)) })];
}

/** Draws the legend in as many rows as it needs. */
function drawLegend(labels: readonly string[], top: number): { marks: string[]; bottom: number } {
  let [x, y] = [AREA.left, top];
  const marks = labels.flatMap((label, index) => {
    const width = 12 + textWidth(label, 11) + 16;
    if (x > AREA.left && x + width > AREA.left + SIDE) [x, y] = [AREA.left, y + 18];
    const mark = [...drawPoints([[x + 4, y]], index, true), text(x + 12, y, label, { size: 11, paint: 'muted' })];
    x += width;
    return mark;
  });
  const note = text(AREA.left, y + 20, 'hollow: not recognized', { size: 11, paint: 'muted' });
  return { marks: [...marks, note], bottom: y + 20 };
}

/**
 * Draws clips as points of a map of their embeddings, with a color and shape for each emotion. Both axes have one scale.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list, coordinates that are not finite, or an emotion without a name in
 *   `labels`.
 * @example
 * embeddingMapSvg({ labels: ['angry', 'sad'], clips: [{ x: 0.3, y: -1.2, label: 'sad', correct: true }] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function embeddingMapSvg({ clips, labels, title = 'Embeddings', explained }: EmbeddingMapPlot): string {
  if (clips.length === 0) throw invalidArgument('clips', clips, 'a list of at least one clip');
  for (const [i, { x, y, label }] of clips.entries()) {
    if (!(Number.isFinite(x) && Number.isFinite(y))) throw invalidArgument(`clips[${i}]`, [x, y], 'finite coordinates');
    if (!labels.includes(label)) throw invalidArgument(`clips[${i}].label`, label, `one of ${labels.join(', ')}`);
  }
  const bounds = (values: readonly number[]) => {
    const [low, high] = values.reduce(
      ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return { middle: (low + high) / 2, reach: high - low };
  };
  const [across, up] = [bounds(clips.map(({ x }) => x)), bounds(clips.map(({ y }) => y))];
  const scale = (SIDE - 4 * RADIUS) / (Math.max(across.reach, up.reach) || 1);
  const middle = { x: AREA.left + SIDE / 2, y: AREA.top + SIDE / 2 };
  const place = ({ x, y }: MappedClip) =>
    [middle.x + (x - across.middle) * scale, middle.y - (y - up.middle) * scale] as const;
  const points = labels.flatMap((label, index) =>
    [false, true].flatMap((isFilled) => {
      const own = clips.filter((clip) => clip.label === label && clip.correct === isFilled);
      return drawPoints(own.map(place), index, isFilled);
    }),
  );
  const axis = (name: string, share: number | undefined): string =>
    share === undefined ? name : `${name}, ${percent(share)} of the variance`;
  const bottom = AREA.top + SIDE;
  const legend = drawLegend(labels, bottom + 36);
  const wrong = clips.filter(({ correct }) => !correct).length;
  const width = Math.max(AREA.left + SIDE + 12, 24 + textWidth(title, 16));
  return drawing(width, legend.bottom + 14, `${title}: ${clips.length} clips by emotion, ${wrong} not recognized`, [
    text(12, 20, title, { size: 15, bold: true }),
    element('rect', { x: AREA.left, y: AREA.top, width: SIDE, height: SIDE, ...stroke('grid') }),
    text(middle.x, bottom + 14, axis('first axis', explained?.[0]), { size: 11, paint: 'muted', anchor: 'middle' }),
    text(18, middle.y, axis('second axis', explained?.[1]), {
      ...{ size: 11, paint: 'muted', anchor: 'middle', rotate: -90 },
    }),
    ...points,
    ...legend.marks,
  ]);
}
