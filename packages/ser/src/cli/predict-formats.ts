import { columnsFor } from '@ser/batch';
import { formatCsv, formatLabelTrack, formatTextGrid, type LabeledInterval } from '@ser/core';
import type { SegmentPrediction } from '../contract.js';
import { formatPrediction, formatSegment } from './terminal.js';

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

/** Formats of one file that lists the segments of one recording. */
export const isOfOneRecording = (format: PredictFormat): boolean => format === 'textgrid' || format === 'audacity';

const asText = (): AnswerPrinter => ({
  answer: (file, segment, isFirst) => {
    if (segment.isWhole) return `${formatPrediction(file, segment)}\n`;
    return `${isFirst ? `${file}:\n` : ''}${formatSegment(segment)}\n`;
  },
  end: () => '',
});

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

/** Returns the printer of a format. `labels`: what the model tells apart; `speaker`: who is enrolled, for JSON. */
export function answerPrinter(
  format: PredictFormat,
  { labels, speaker }: { readonly labels: readonly string[]; readonly speaker: string | undefined },
): AnswerPrinter {
  const printers: Record<PredictFormat, () => AnswerPrinter> = {
    text: asText,
    json: () => asJson(speaker),
    csv: () => asCsv(labels),
    textgrid: () => asIntervals((all) => formatTextGrid(all, { duration: 0, tier: 'emotion' })),
    audacity: () => asIntervals(formatLabelTrack),
  };
  return printers[format]();
}
