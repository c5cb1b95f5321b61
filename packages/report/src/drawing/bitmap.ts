import { encode } from 'fast-png';
import { dataUri } from './data-uri.js';
import { element } from './svg.js';

/** Where an image is drawn, in pixels of the drawing. */
export interface ImageArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/**
 * Draws cells as one image of as many pixels, stretched over an area: a rectangle for each cell would take a hundred
 * times as many bytes.
 *
 * @param cells index of the color of each cell, row after row from the top.
 * @param colors at most 256, each as `#rrggbb`.
 */
export function bitmap(area: ImageArea, columns: number, cells: Uint8Array, colors: readonly string[]): string {
  const height = cells.length / columns;
  const png = encode({ width: columns, height, data: cells, channels: 1, depth: 8, palette: colors.map(channels) });
  // Cells of a few pixels keep their edges; others are smoothed.
  const sharp = area.width / columns > 4 || area.height / height > 4;
  return element('image', {
    ...area,
    href: dataUri('image/png', png),
    preserveAspectRatio: 'none',
    style: sharp ? 'image-rendering:pixelated' : undefined,
  });
}
