import { SerError } from '@ser/core';

/** A segment of an utterance with its label. */
export interface Segment {
  /** In seconds. */
  readonly start: number;
  /** In seconds; absent for the last segment of a file that does not mark the end of the utterance. */
  readonly end?: number | undefined;
  /** The label as written, e.g. `aI` or `lap`. */
  readonly label: string;
}

/** A speech sound, in the notation of the label files, which is close to SAMPA. */
export interface Phone extends Segment {
  /** Stress of the vowel, from 1 (weak) to 3 (strong); undefined without stress. */
  readonly stress?: 1 | 2 | 3 | undefined;
}

/** A manner of speaking that begins or ends, e.g. `+lar` (creaky from here) or `-sth` (voiceless from here). */
export interface MannerMark {
  /** In seconds. */
  readonly time: number;
  readonly mark: string;
}

/** The content of a phone label file. */
export interface PhoneLabels {
  readonly phones: readonly Phone[];
  readonly marks: readonly MannerMark[];
}

/** The label at the end of the utterance. */
const END = '.';
/** Longest label, in characters; a file with a longer one is not a label file. */
const LONGEST_LABEL = 32;

interface Mark {
  readonly time: number;
  readonly words: readonly string[];
}

const damaged = (kind: string, line: number, expected: string, text: string): SerError =>
  new SerError(
    'INVALID_CORPUS',
    `${kind}, line ${line}: expected ${expected}, got ${JSON.stringify(text.slice(0, 60))}`,
    { hint: 'Label files are optional: repair this one or remove it.' },
  );

/** Returns the times and words of lines; `form` captures both, and they are checked here. */
function readMarks(lines: readonly string[], skip: number, kind: string, form: RegExp, expected: string): Mark[] {
  const marks: Mark[] = [];
  let last = 0;
  for (const [index, line] of lines.entries()) {
    if (index < skip || line.trim() === '') continue;
    const match = form.exec(line);
    const time = Number(match?.[1]);
    const words = (match?.[2] ?? '').split(/[\s,]+/).filter((word) => word !== '');
    if (!match || words.some((word) => word.length > LONGEST_LABEL || /\p{Cc}/u.test(word)))
      throw damaged(kind, index + 1, expected, line);
    if (time < last) throw damaged(kind, index + 1, `a time of ${last} s or more`, line);
    last = time;
    marks.push({ time, words });
  }
  return marks;
}

/** Returns the segments of marks: each begins at its mark and ends at the next one. */
function toSegments<T extends { start: number; label: string }>(starts: readonly T[]): (T & Segment)[] {
  return starts.flatMap((segment, index) => {
    if (segment.label === END) return [];
    const end = starts[index + 1]?.start;
    return [end === undefined ? segment : { ...segment, end }];
  });
}

const toStress = (words: readonly string[]): 1 | 2 | 3 | undefined =>
  ([1, 2, 3] as const).find((stress) => words.includes(String(stress)));

const isManner = (word: string): boolean => /^[[(]?[+-]./.test(word);

/**
 * Returns the phones and manners of speaking in a phone label file of EMO-DB, `lablaut/03a01Faxx.lablaut`.
 *
 * The file has the format of ESPS xlabel: a heading that ends with a line `#`, then lines of time, color and labels. A
 * time is the start of a phone; `.` marks the end of the utterance. A phone may be followed by its stress (1 to 3) and by
 * manners of speaking that begin (`+`) or end (`-`); these may also stand alone.
 *
 * @param text text of the file, in Latin-1.
 * @throws SerError `INVALID_CORPUS` that names the first line of another form.
 *
 * @example
 * parseEmodbPhones(text).phones[4]; // { start: 0.348031, end: 0.427094, label: 'a', stress: 2 }
 */
export function parseEmodbPhones(text: string): PhoneLabels {
  const lines = text.split(/\r\n|\r|\n/);
  const heading = lines.indexOf('#');
  if (heading < 0) throw damaged('lablaut', 1, 'a heading that ends with a line #', text);
  const form = /^\s*(\d{1,6}\.\d{1,9})\s+-?\d{1,6}(?:\s(.*))?$/;
  const marks = readMarks(lines, heading + 1, 'lablaut', form, 'time, color and labels');
  const starts = marks.flatMap(({ time, words: [label, ...others] }) => {
    if (label === undefined || isManner(label)) return [];
    const stress = toStress(others);
    return [{ start: time, label, stress }];
  });
  return {
    phones: toSegments(starts),
    marks: marks.flatMap(({ time, words }) => words.filter(isManner).map((mark) => ({ time, mark }))),
  };
}

/**
 * Returns the syllables in a syllable file of EMO-DB, `silb/03a01Fa.silb`: lines with the start of a syllable and the
 * syllable; `.` marks the end of the utterance.
 *
 * @param text text of the file, in Latin-1.
 * @throws SerError `INVALID_CORPUS` that names the first line of another form.
 */
export function parseEmodbSyllables(text: string): Segment[] {
  const form = /^\s*(\d{1,6}(?:\.\d{1,9})?)\s+(\S+)\s*$/;
  const marks = readMarks(text.split(/\r\n|\r|\n/), 0, 'silb', form, 'time and syllable');
  return toSegments(marks.map(({ time, words }) => ({ start: time, label: words[0] ?? '' })));
}
