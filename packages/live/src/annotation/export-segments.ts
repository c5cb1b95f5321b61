import { formatCsv, formatLabelTrack, formatTextGrid, type LabeledInterval } from '@ser/core';
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
  const labelled = segments.map(({ isKept: _, ...segment }) => segment);
  return `${JSON.stringify({ duration, segments: labelled }, undefined, 2)}\n`;
}

const intervalsOf = (segments: readonly LiveSegment[]): LabeledInterval[] =>
  segments.map((segment) => ({ start: segment.start, end: segment.end, text: labelOf(segment) }));

/** The formats of the page, in the order of its menu. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { name: 'CSV', extension: 'csv', type: 'text/csv', format: toCsv },
  { name: 'JSON', extension: 'json', type: 'application/json', format: toJson },
  {
    name: 'Praat TextGrid',
    extension: 'TextGrid',
    type: 'text/plain',
    format: (segments, duration) => formatTextGrid(intervalsOf(segments), { duration, tier: 'emotion' }),
  },
  {
    name: 'Audacity labels',
    extension: 'txt',
    type: 'text/plain',
    format: (segments) => formatLabelTrack(intervalsOf(segments)),
  },
];
