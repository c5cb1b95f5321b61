import type { LabelFacts } from '../definition.js';

/** No text of the corpus is longer, in characters. */
const LONGEST_TEXT = 400;

/**
 * Reads a list of texts of ESD, `0011/0011.txt`: lines of clip, text and emotion with tabs between.
 *
 * Some of the published lists have lines that are not of this form; their clips have no text.
 *
 * @param text the file's text.
 */
export function parseEsdTexts(text: string): LabelFacts {
  const facts = new Map<string, { text: string }>();
  for (const line of text.split(/[\r\n]+/)) {
    const [key = '', words = '', emotion] = line.split('\t').map((field) => field.trim());
    if (/^\d{4}_\d{6}$/.test(key) && words !== '' && words.length <= LONGEST_TEXT && emotion !== undefined)
      facts.set(key, { text: words.normalize('NFC') });
  }
  return facts;
}
