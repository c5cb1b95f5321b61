import { type Emotion, SerError } from '@ser/core';
import type { LabelFacts } from '../definition.js';

const EMOTION_OF: ReadonlyMap<string, Emotion> = new Map([
  ['A', 'angry'],
  ['D', 'disgusted'],
  ['F', 'fearful'],
  ['H', 'happy'],
  ['N', 'neutral'],
  ['S', 'sad'],
]);
const LETTERS = [...EMOTION_OF.keys()];

/** Rows of `tabulatedVotes.csv` with these numbers are about the voice alone; others are about the face or both. */
const VOICE_ROW = /^1\d{5}$/;

const damaged = (line: number, what: string, text: string): SerError =>
  new SerError('INVALID_CORPUS', `CREMA-D votes, line ${line}: ${what}, got ${JSON.stringify(text.slice(0, 60))}`, {
    hint: 'The file is optional: repair it or remove it.',
  });

type Votes = Readonly<Record<string, number>>;

/** Returns shares of counts by letter; undefined without votes, or if a count is not a whole number. */
function sharesOf(counts: readonly (readonly [letter: string, count: number])[]): Votes | undefined {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (!(total > 0) || !counts.every(([, count]) => Number.isSafeInteger(count) && count >= 0)) return undefined;
  const cast = counts.filter(([, count]) => count > 0);
  return Object.fromEntries(cast.map(([letter, count]) => [EMOTION_OF.get(letter)!, count / total]));
}

/** Returns the shares of a winner, `A`, or of several that are tied, `A:D:N`. */
function sharesOfWinners(vote: string): Votes | undefined {
  const letters = vote.split(':');
  if (new Set(letters).size < letters.length || !letters.every((letter) => EMOTION_OF.has(letter))) return undefined;
  return sharesOf(letters.map((letter) => [letter, 1]));
}

/**
 * Returns the emotions that listeners heard in the voices of CREMA-D, from any of three files:
 *
 * - `tabulatedVotes.csv` as published: counts for each emotion; only the rows about the voice alone are read;
 * - `summaryTable.csv` as published: the emotion with most votes, or several if they are tied;
 * - `votes.tsv` with columns `name` and `voice_vote`: the same as in the summary.
 *
 * @param text text of the file.
 * @returns `votes` by the name of the clip: shares from 0 to 1 with sum 1; emotions without votes are absent.
 * @throws SerError `INVALID_CORPUS` that names the line, for text of another form.
 * @example
 * parseCremaDVotes('name\tvoice_vote\n1001_IEO_ANG_MD\tA:D\n').get('1001_IEO_ANG_MD');
 * // { votes: { angry: 0.5, disgusted: 0.5 } }
 */
export function parseCremaDVotes(text: string): LabelFacts {
  const [heading = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const delimiter = heading.includes('\t') ? '\t' : ',';
  const fieldsOf = (line: string): string[] => line.split(delimiter).map((field) => field.trim().replace(/^"|"$/g, ''));
  const columns = fieldsOf(heading);
  const at = (...names: string[]): number => columns.findIndex((column) => names.includes(column));
  const name = at('name', 'FileName', 'fileName');
  const winner = at('voice_vote', 'VoiceVote');
  const counts = LETTERS.map((letter) => [letter, at(letter)] as const);
  const counted = counts.every(([, column]) => column >= 0);
  if (name < 0 || (winner < 0 && !counted))
    throw damaged(1, 'expected columns for the name of the clip and for votes', heading);
  const facts = new Map<string, { votes: Votes }>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const fields = fieldsOf(line);
    if (counted && !VOICE_ROW.test(fields[0] ?? '')) continue;
    const key = /^(\d{4}_[A-Z]{3}_[A-Z]{3}_(?:LO|MD|HI|X))X?$/.exec(fields[name] ?? '')?.[1];
    const votes = counted
      ? sharesOf(counts.map(([letter, column]) => [letter, Number(fields[column] || Number.NaN)]))
      : sharesOfWinners(fields[winner] ?? '');
    if (key === undefined) throw damaged(index + 2, 'expected a name such as 1001_DFA_ANG_XX', line);
    if (votes === undefined) throw damaged(index + 2, `expected votes for ${LETTERS.join(', ')}`, line);
    facts.set(key.endsWith('_X') ? `${key}X` : key, { votes });
  }
  return facts;
}
