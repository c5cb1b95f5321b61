import { formatCsv } from '@ser/core';
import { type LiveSegment, labelOf } from './segment.js';

/** A file that segments are written to. */
export interface ExportFormat {
  /** Its name in the page. */
  readonly name: string;
  /** The end of the file name. */
  readonly extension: string;
  readonly type: string;
  /** Returns the text of the file. `duration` is that of the recording in seconds. */
  format(segments: readonly LiveSegment[], duration: number): string;
}

/** Times are written to the millisecond. */
const seconds = (value: number): string => value.toFixed(3);

function toCsv(segments: readonly LiveSegment[]): string {
  const labels = [...new Set(segments.flatMap(({ answer }) => answer.probabilities.map(({ label }) => label)))].sort();
  const rows = segments.map(({ start, end, byHand, answer }) => [
    seconds(start),
    seconds(end),
    answer.label,
    answer.confidence.toFixed(4),
    answer.uncertain?.reason ?? '',
    byHand ?? '',
    ...labels.map((name) => (answer.probabilities.find(({ label }) => label === name)?.probability ?? 0).toFixed(4)),
  ]);
  return formatCsv([['start', 'end', 'label', 'confidence', 'uncertain', 'by_hand', ...labels], ...rows]);
}

function toJson(segments: readonly LiveSegment[], duration: number): string {
  return `${JSON.stringify({ duration, segments }, undefined, 2)}\n`;
}

/** Intervals that cover the whole recording: Praat needs those between the segments too. */
function* intervals(segments: readonly LiveSegment[], duration: number): Generator<readonly [number, number, string]> {
  let at = 0;
  for (const segment of segments) {
    if (segment.start > at) yield [at, segment.start, ''];
    yield [Math.max(segment.start, at), segment.end, labelOf(segment)];
    at = segment.end;
  }
  if (duration > at) yield [at, duration, ''];
}

/** Praat's long text format, which doubles quotation marks inside of texts. */
function toTextGrid(segments: readonly LiveSegment[], duration: number): string {
  const xmax = Math.max(duration, segments.at(-1)?.end ?? 0);
  const cells = [...intervals(segments, xmax)];
  return [
    'File type = "ooTextFile"',
    'Object class = "TextGrid"',
    '',
    'xmin = 0',
    `xmax = ${seconds(xmax)}`,
    'tiers? <exists>',
    'size = 1',
    'item []:',
    '    item [1]:',
    '        class = "IntervalTier"',
    '        name = "emotion"',
    '        xmin = 0',
    `        xmax = ${seconds(xmax)}`,
    `        intervals: size = ${cells.length}`,
    ...cells.flatMap(([start, end, text], i) => [
      `        intervals [${i + 1}]:`,
      `            xmin = ${seconds(start)}`,
      `            xmax = ${seconds(end)}`,
      `            text = "${text.replaceAll('"', '""')}"`,
    ]),
    '',
  ].join('\n');
}

/** A label track of Audacity: start, end and text, separated by tabs. */
const toAudacity = (segments: readonly LiveSegment[]): string =>
  segments.map((segment) => `${seconds(segment.start)}\t${seconds(segment.end)}\t${labelOf(segment)}\n`).join('');

/** The formats of the page, in the order of its menu. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { name: 'CSV', extension: 'csv', type: 'text/csv', format: toCsv },
  { name: 'JSON', extension: 'json', type: 'application/json', format: toJson },
  { name: 'Praat TextGrid', extension: 'TextGrid', type: 'text/plain', format: toTextGrid },
  { name: 'Audacity labels', extension: 'txt', type: 'text/plain', format: toAudacity },
];
