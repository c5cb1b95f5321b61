/** Returns a time as minutes and seconds with one decimal: `1:02.3`. */
export function clock(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  const rest = ((tenths % 600) / 10).toFixed(1);
  return `${Math.floor(tenths / 600)}:${rest.padStart(4, '0')}`;
}

/** Returns a share as a whole percentage: `62 %`. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** Returns a text with a capital first letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Returns a number of bytes in the unit that suits it: `1.4 MB`. */
export const bytes = (count: number): string =>
  count < 1e6 ? `${Math.ceil(count / 1000)} kB` : `${(count / 1e6).toFixed(1)} MB`;
