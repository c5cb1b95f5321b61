/** A part of a recording with a text. */
export interface LabeledInterval {
  /** In seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Times are written to the millisecond. */
const inSeconds = (value: number): string => value.toFixed(3);

/** Intervals that cover the whole recording: Praat needs those between the given ones too. */
function* withGaps(intervals: readonly LabeledInterval[], duration: number): Generator<LabeledInterval> {
  let at = 0;
  for (const { start, end, text } of intervals) {
    if (start > at) yield { start: at, end: start, text: '' };
    yield { start: Math.max(start, at), end, text };
    at = end;
  }
  if (duration > at) yield { start: at, end: duration, text: '' };
}

/**
 * Returns a TextGrid of Praat, in its long text format, with one interval tier.
 *
 * @param intervals in order, without overlap.
 * @param options `duration`: of the recording in seconds, the end of the last interval if that is later. `tier`: its name.
 * @example
 * formatTextGrid([{ start: 0.5, end: 1.25, text: 'angry' }], { duration: 2, tier: 'emotion' });
 * // 'File type = "ooTextFile"\nObject class = "TextGrid"\n…'
 */
export function formatTextGrid(
  intervals: readonly LabeledInterval[],
  { duration, tier }: { readonly duration: number; readonly tier: string },
): string {
  const end = Math.max(duration, intervals.at(-1)?.end ?? 0);
  const cells = [...withGaps(intervals, end)];
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  return [
    'File type = "ooTextFile"',
    'Object class = "TextGrid"',
    '',
    'xmin = 0',
    `xmax = ${inSeconds(end)}`,
    'tiers? <exists>',
    'size = 1',
    'item []:',
    '    item [1]:',
    '        class = "IntervalTier"',
    `        name = ${quoted(tier)}`,
    '        xmin = 0',
    `        xmax = ${inSeconds(end)}`,
    `        intervals: size = ${cells.length}`,
    ...cells.flatMap((cell, i) => [
      `        intervals [${i + 1}]:`,
      `            xmin = ${inSeconds(cell.start)}`,
      `            xmax = ${inSeconds(cell.end)}`,
      `            text = ${quoted(cell.text)}`,
    ]),
    '',
  ].join('\n');
}

/**
 * Returns a label track of Audacity: start, end and text, separated by tabs, one line each.
 *
 * @example
 * formatLabelTrack([{ start: 0.5, end: 1.25, text: 'angry' }]); // '0.500\t1.250\tangry\n'
 */
export const formatLabelTrack = (intervals: readonly LabeledInterval[]): string =>
  intervals.map(({ start, end, text }) => `${inSeconds(start)}\t${inSeconds(end)}\t${text}\n`).join('');
