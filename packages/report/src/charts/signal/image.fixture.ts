import { decode } from 'fast-png';

/** Returns the image of a plot: the color of each cell, rows from the top. */
export function imageOf(svg: string): string[][] {
  const [, base64] = /href="data:image\/png;base64,([^"]*)"/.exec(svg)!;
  const { width, height, data, palette } = decode(Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0)));
  const hex = (index: number): string =>
    `#${palette![index]!.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => hex(data[row * width + column]!)),
  );
}
