import { escapeText } from './escape.js';

/** Colors by role: on a light and on a dark page. */
const PAINTS = {
  ink: ['#1c2128', '#e6e9ee'],
  muted: ['#5b6675', '#9aa5b4'],
  grid: ['#e3e7ec', '#2c343f'],
  axis: ['#9aa4b1', '#5b6675'],
  /** The hue of quantities, dark enough for white numbers on it. */
  cell: ['#1d4ed8', '#2f5fe8'],
  first: ['#1d4ed8', '#7fa5ff'],
  second: ['#c2410c', '#fb923c'],
  third: ['#0f766e', '#2dd4bf'],
  fourth: ['#7c3aed', '#b79bff'],
  onCell: ['#ffffff', '#ffffff'],
} as const;

/** The role of a color. */
export type Paint = keyof typeof PAINTS;

/** Attributes of an element; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Rounds to two decimals, a hundredth of a pixel. */
const compact = (value: number): string => String(Math.round(value * 100) / 100);

/** Returns an element as markup. Attribute values are escaped; `children` must be markup. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const list = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(typeof value === 'number' ? compact(value) : value)}"`)
    .join('');
  return children.length > 0 ? `<${name}${list}>${children.join('')}</${name}>` : `<${name}${list}/>`;
}

/** Returns the fill of a role: the light color as an attribute, and a class with which a dark page repaints it. */
export const fill = (paint: Paint): Attributes => ({ class: `f-${paint}`, fill: PAINTS[paint][0] });

/** Returns the stroke of a role, see {@link fill}. */
export const stroke = (paint: Paint, width = 1): Attributes => ({
  class: `s-${paint}`,
  stroke: PAINTS[paint][0],
  'stroke-width': width,
  fill: 'none',
});

/** Style of a line of text. */
export interface TextStyle {
  /** Pixels. Default 12. */
  readonly size?: number | undefined;
  readonly paint?: Paint | undefined;
  readonly anchor?: 'start' | 'middle' | 'end' | undefined;
  readonly bold?: boolean | undefined;
  /** Rotation about the anchor point in degrees, clockwise. */
  readonly rotate?: number | undefined;
}

/** Draws a line of text with its vertical middle at `y`. The text is escaped. */
export function text(x: number, y: number, content: string | number, style: TextStyle = {}): string {
  const { size = 12, paint = 'ink', anchor = 'start', bold = false, rotate } = style;
  return element(
    'text',
    {
      x,
      y,
      dy: '0.35em',
      ...fill(paint),
      'font-size': size,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': bold ? 600 : undefined,
      transform: rotate === undefined ? undefined : `rotate(${rotate} ${compact(x)} ${compact(y)})`,
    },
    [escapeText(content)],
  );
}

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string =>
  element('line', { x1, y1, x2, y2, ...attributes });

/** Estimates the width of a text in pixels from above, by letter classes of common sans-serif fonts. */
export function textWidth(content: string, size: number): number {
  let ems = 0;
  for (const character of content) {
    if (/[ijlI.,:;'|!()[\] ]/.test(character)) ems += 0.33;
    else if (/[mwMW@%]/.test(character)) ems += 0.9;
    else if (/[A-Z]/.test(character)) ems += 0.7;
    else if (character.codePointAt(0)! < 0x2e80) ems += 0.59;
    else ems += 1.05;
  }
  return ems * size;
}

const DARK = Object.entries(PAINTS)
  .map(([paint, [, dark]]) => `.ser-plot .f-${paint}{fill:${dark}}.ser-plot .s-${paint}{stroke:${dark}}`)
  .join('');

/**
 * Returns a complete SVG. It works as a file and inside HTML, and follows the reader's light or dark mode.
 *
 * @param description text for screen readers.
 */
export function drawing(width: number, height: number, description: string, children: readonly string[]): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${w} ${h}`,
      width: w,
      height: h,
      role: 'img',
      class: 'ser-plot',
      // A narrow page scrolls the drawing instead of shrinking it until it is unreadable.
      style: `min-width:${Math.round(w * 0.72)}px`,
      'font-family': "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    },
    [
      element('title', {}, [escapeText(description)]),
      element('style', {}, [`@media (prefers-color-scheme:dark){${DARK}}`]),
      ...children,
    ],
  );
}
