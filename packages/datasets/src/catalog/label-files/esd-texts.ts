import type { LabelFacts } from '../definition.js';

/** No text of the corpus is longer, in characters. */
const LONGEST_TEXT = 400;

const KEY = /^\d{4}_\d{6}$/;

/** No line is longer, in characters. */
const LONGEST_LINE = LONGEST_TEXT + 50;

/** A line whose fields are divided by blanks instead of tabs: the last word is the emotion. */
const BLANKS = /^(\d{4}_\d{6})\s+(\S.*?)\s+(?:Neutral|Angry|Happy|Sad|Surprise|\p{Script=Han}{2})$/iu;

/**
 * Reads a list of texts of ESD, `0011/0011.txt`: lines of clip, text and emotion with tabs between, in some lines blanks.
 *
 * Some of the published lists have lines without an emotion or a text; their clips have no text.
 *
 * @param text the file's text.
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
