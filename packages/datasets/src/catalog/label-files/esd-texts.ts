import type { LabelFacts } from '../definition.js';

/** Longest text of the corpus, in characters. */
const LONGEST_TEXT = 400;

const KEY = /^\d{4}_\d{6}$/;

/** Longest line, in characters. */
const LONGEST_LINE = LONGEST_TEXT + 50;

/** A line whose fields are separated by spaces instead of tabs: the last word is the emotion. */
const BLANKS = /^(\d{4}_\d{6})\s+(\S.*?)\s+(?:Neutral|Angry|Happy|Sad|Surprise|\p{Script=Han}{2})$/iu;

/**
 * Returns the texts in a list of ESD, `0011/0011.txt`: lines of clip, text and emotion, separated by tabs or spaces.
 *
 * Some of the published lists have lines without an emotion or a text; their clips have no text.
 *
 * @param text text of the file.
 */
export function parseEsdTexts(text: string): LabelFacts {
  const facts = new Map<string, { text: string }>();
  for (const line of text.split(/[\r\n]+/)) {
    if (line.length > LONGEST_LINE) continue;
    const fields = line.split('\t').map((field) => field.trim());
    const [key = '', words = ''] = fields.length >= 3 ? fields : (BLANKS.exec(line.trim())?.slice(1) ?? []);
    if (KEY.test(key) && words !== '' && words.length <= LONGEST_TEXT) facts.set(key, { text: words.normalize('NFC') });
  }
  return facts;
}
