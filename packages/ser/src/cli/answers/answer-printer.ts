import { columnsFor } from '@ser/batch';
import { formatCsv, formatLabelTrack, formatTextGrid, type LabeledInterval } from '@ser/core';
import type { SegmentPrediction } from '../../contract.js';
import { formatPrediction } from '../output/terminal.js';
import { answerTable } from './answer-table.js';

/** How answers are printed. */
export const PREDICT_FORMATS = ['text', 'json', 'csv', 'textgrid', 'audacity'] as const;
export type PredictFormat = (typeof PREDICT_FORMATS)[number];

/** Prints the answers for recordings, in turn. */
export interface AnswerPrinter {
  /** Returns what is printed for an answer, with its line end. */
  answer(file: string, segment: SegmentPrediction, isFirst: boolean): string;
  /** Returns what is printed when all recordings have been answered. */
  end(): string;
}

/** Options of {@link answerPrinter}. */
export interface PrinterOptions {
  /** What the recordings are called. */
  readonly names: readonly string[];
  /** What the model tells apart. */
  readonly labels: readonly string[];
  /** Who is enrolled, for JSON. */
  readonly speaker: string | undefined;
  /** Width of the terminal. */
  readonly columns: number;
}

/** Formats of one file that lists the segments of one recording. */
export const isOfOneRecording = (format: PredictFormat): boolean => format === 'textgrid' || format === 'audacity';

/** A bar for each emotion of a single recording; a table of several, or of the segments of a long one. */
function asText({ names, labels, columns }: PrinterOptions): AnswerPrinter {
  const table = answerTable(names, labels, columns);
  let head = `${table.head}\n`;
  return {
    answer: (file, segment, isFirst) => {
      if (names.length === 1 && segment.isWhole) return `${formatPrediction(file, segment)}\n`;
      const rows = table.rows(file, segment, isFirst).map((row) => `${row}\n`);
      const text = head + rows.join('');
      head = '';
      return text;
    },
    end: () => '',
  };
}

/** One JSON object a line. */
const asJson = (speaker: string | undefined): AnswerPrinter => ({
  answer: (file, { start, end, isWhole, ...prediction }) =>
    `${JSON.stringify({ file, speaker, ...(isWhole ? undefined : { start, end }), ...prediction })}\n`,
  end: () => '',
});

/** The columns of `ser batch`; what concerns failed clips stays empty. */
function asCsv(labels: readonly string[]): AnswerPrinter {
  const columns = columnsFor(labels);
  let heading = formatCsv([columns.map(({ name }) => name)]);
  return {
    answer: (file, segment) => {
      const text = heading + formatCsv([columns.map(({ of }) => of(segment, { file }) ?? '')]);
      heading = '';
      return text;
    },
    end: () => '',
  };
}

/** A file of labeled intervals; an answer that is not to be relied on has a question mark. */
function asIntervals(format: (intervals: readonly LabeledInterval[]) => string): AnswerPrinter {
  const intervals: LabeledInterval[] = [];
  return {
    answer: (_, { start, end, label, uncertain }) => {
      intervals.push({ start, end, text: uncertain ? `${label}?` : label });
      return '';
    },
    end: () => format(intervals),
  };
}

/** Returns the printer of a format. */
export function answerPrinter(format: PredictFormat, options: PrinterOptions): AnswerPrinter {
  const printers: Record<PredictFormat, () => AnswerPrinter> = {
    text: () => asText(options),
    json: () => asJson(options.speaker),
    csv: () => asCsv(options.labels),
    textgrid: () => asIntervals((all) => formatTextGrid(all, { duration: 0, tier: 'emotion' })),
    audacity: () => asIntervals(formatLabelTrack),
  };
  return printers[format]();
}
