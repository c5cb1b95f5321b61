import { invalidArgument, SerError } from '@ser/core';

/** Options of {@link svgToPng}. */
export interface PngOptions {
  /** Pixels for each unit of the drawing, in (0, 8]. Default 2, which keeps text sharp. */
  readonly scale?: number | undefined;
  /** CSS color of the background. Default `#fff`, and with `dark` that of a dark report. */
  readonly background?: string | undefined;
  /** True draws with the colors of dark pages. Default false. */
  readonly dark?: boolean | undefined;
}

/**
 * Returns a plot as PNG, in its light or dark colors and the system's sans-serif font. Needs the optional package
 * `@resvg/resvg-js`.
 *
 * @param svg an SVG of the functions of `@ser/report`.
 * @returns the bytes of the file.
 * @throws SerError `UNSUPPORTED_PLATFORM` without the package; `INVALID_ARGUMENT` for text that is not an SVG, or a
 *   scale out of range.
 * @example
 * await writeFile('confusion.png', await svgToPng(confusionMatrixSvg({ labels, matrix })));
 */
export async function svgToPng(
  svg: string,
  { scale = 2, dark = false, background = dark ? '#161a20' : '#fff' }: PngOptions = {},
): Promise<Uint8Array> {
  if (!(scale > 0 && scale <= 8)) throw invalidArgument('scale', scale, 'in (0, 8]');
  const { Resvg } = await loadResvg();
  try {
    return new Resvg(dark ? darkened(svg) : svg, {
      background,
      fitTo: { mode: 'zoom', value: scale },
      font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
    })
      .render()
      .asPng();
  } catch (cause) {
    throw new SerError('INVALID_ARGUMENT', `svg cannot be drawn: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** Returns a plot whose dark colors hold everywhere: the renderer knows no media queries. */
const darkened = (svg: string): string =>
  svg.replace(/@media \(prefers-color-scheme:dark\)\{((?:[^{}]*\{[^{}]*\})*)\}/g, '$1');

async function loadResvg(): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await import('@resvg/resvg-js');
  } catch (cause) {
    throw new SerError('UNSUPPORTED_PLATFORM', 'PNG needs the package @resvg/resvg-js', {
      cause,
      hint: 'npm install @resvg/resvg-js',
    });
  }
}
