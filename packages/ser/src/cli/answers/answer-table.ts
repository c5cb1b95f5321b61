import type { RecordingPrediction, SegmentPrediction } from '../../contract.js';
import { formatPercent, formatTime, wrapText } from '../output/terminal.js';

/** What a row shows of an answer. */
type Answer = Pick<RecordingPrediction, 'label' | 'confidence' | 'probabilities' | 'uncertain'>;

/** The answers for several recordings as a table: a row for each recording, or for each segment of a long one. */
export interface AnswerTable {
  readonly head: string;
  /** Returns the lines for an answer; `isFirst`: the first of its recording. */
  rows(name: string, answer: Answer & Pick<SegmentPrediction, 'start' | 'end' | 'isWhole'>, isFirst: boolean): string[];
}

/** Columns that the names have at least before alternatives are left out. */
const SHORTEST_NAME = 24;
const HEAD = ['recording', 'emotion', 'confidence', 'then'] as const;
const CONFIDENCE = HEAD[2].length;

/** The end of a text, which says more of a path than its start. */
const endOf = (text: string, width: number): string => (text.length <= width ? text : `…${text.slice(1 - width)}`);

/**
 * Lays out a table that fits a terminal.
 *
 * @param names the recordings.
 * @param labels what the model tells apart.
 * @param columns width of the terminal; from 60 on, no line is longer and on a narrow one alternatives are left out.
 */
export function answerTable(names: readonly string[], labels: readonly string[], columns: number): AnswerTable {
  const emotion = Math.max(HEAD[1].length, ...labels.map(({ length }) => length));
  const longest = Math.max('  1:02.3 – 1:04.5'.length, ...names.map(({ length }) => length));
  const alternative = emotion + ' 100.0 %, '.length;
  // Without the alternatives, and the two spaces between columns.
  const rest = columns - emotion - CONFIDENCE - 3 * 2;
  const most = Math.floor((rest - Math.min(longest, SHORTEST_NAME)) / alternative);
  const alternatives = Math.max(0, Math.min(2, labels.length - 1, most));
  const width = Math.max(1, Math.min(longest, rest - alternatives * alternative));
  const line = (...[name, label, confidence, then]: readonly string[]): string =>
    [name!.padEnd(width), label!.padEnd(emotion), confidence!.padStart(CONFIDENCE), then].join('  ').trimEnd();
  const answerLine = (name: string, { label, confidence, probabilities, uncertain }: Answer): string => {
    if (uncertain) return wrapText(`${name.padEnd(width)}  uncertain: ${uncertain.message}`, columns, width + 2);
    const others = probabilities.slice(1, 1 + alternatives);
    const then = others.map((other) => `${other.label} ${formatPercent(other.probability)}`).join(', ');
    return line(name, label, formatPercent(confidence), then);
  };
  return {
    head: line(HEAD[0], HEAD[1], HEAD[2], alternatives > 0 ? HEAD[3] : ''),
    rows(name, answer, isFirst) {
      const place = endOf(name, width);
      if (answer.isWhole) return [answerLine(place, answer)];
      const times = `  ${formatTime(answer.start)} – ${formatTime(answer.end)}`;
      return [...(isFirst ? [place] : []), answerLine(times, answer)];
    },
  };
}
