import { basename, dirname, extname } from 'node:path';
import { invalidArgument } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { svgToPng } from '@ser/report/node';

/**
 * Returns the ending of a file that a command is to write.
 *
 * @throws SerError `INVALID_ARGUMENT` naming the option, for any other ending.
 */
export function endingOf<const E extends string>(option: string, file: string, endings: readonly E[]): E {
  const ending = extname(file).toLowerCase();
  const found = endings.find((one) => one === ending);
  if (found === undefined) throw invalidArgument(option, file, `a file that ends with ${endings.join(' or ')}`);
  return found;
}

/** Writes one file. It appears as a whole, under its name. */
export const writeOne = (file: string, content: string | Uint8Array): Promise<void> =>
  writeFiles(dirname(file), { [basename(file)]: content });

/** Writes a plot as SVG, or as PNG if the file ends with `.png`. */
export const writePicture = async (file: string, svg: string, dark = false): Promise<void> =>
  writeOne(file, extname(file).toLowerCase() === '.png' ? await svgToPng(svg, { dark }) : svg);
