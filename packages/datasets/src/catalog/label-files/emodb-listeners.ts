import { SerError } from '@ser/core';
import type { LabelFacts } from '../definition.js';

const percentage = (field: string): number | undefined => {
  if (!/^\d{1,3}([.,]\d+)?$/.test(field)) return undefined;
  const value = Number(field.replace(',', '.'));
  return value <= 100 ? value / 100 : undefined;
};

/**
 * Returns the judgments in EMO-DB's `erkennung.txt`: the shares of 20 listeners who recognized each recording, and who
 * found it natural.
 *
 * The file has a heading and one line for each recording, with four columns separated by tabs: number, file name,
 * percent recognized, percent natural; decimal commas, padded with non-breaking spaces. It names all 816 recordings of
 * the listening test, of which 535 were published.
 *
 * @param text text of the file.
 * @returns recognition and naturalness as fractions, by the clip's name without extension.
 * @throws SerError `INVALID_CORPUS` that names the first line of another form.
 */
export function parseListenerJudgments(text: string): LabelFacts {
  const facts = new Map<string, { recognition: number; naturalness: number }>();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (index === 0 || line.trim() === '') continue;
    const fields = line.split('\t').map((field) => field.trim());
    const key = /^([\w-]{1,64})\.wav$/i.exec(fields[1] ?? '')?.[1];
    const recognition = percentage(fields[2] ?? '');
    const naturalness = percentage(fields[3] ?? '');
    if (key === undefined || recognition === undefined || naturalness === undefined)
      throw new SerError(
        'INVALID_CORPUS',
        `erkennung.txt, line ${index + 1}: expected number, name.wav, percent recognized and percent natural, separated by tabs, got ${JSON.stringify(line.slice(0, 60))}`,
        { hint: 'The file is optional: repair it or remove it.' },
      );
    facts.set(key, { recognition, naturalness });
  }
  return facts;
}
