import { SerError } from '@ser/core';
import type { LabelFacts } from '../definition.js';

const percentage = (field: string): number | undefined => {
  if (!/^\d{1,3}([.,]\d+)?$/.test(field)) return undefined;
  const value = Number(field.replace(',', '.'));
  return value <= 100 ? value / 100 : undefined;
};

/**
 * Reads EMO-DB's `erkennung.txt`: how many of 20 listeners recognized each recording, and how many found it natural.
 *
 * The file has one heading and then one line a recording, four columns with tabs between them: number, file name,
 * per cent recognized, per cent natural; decimal commas, padded with spaces that do not break. It names all 816
 * recordings of the listening test, of which 535 were published.
 *
 * @param text the file's text.
 * @returns recognition and naturalness as fractions, by the clip's name without extension.
 * @throws SerError `INVALID_CORPUS` naming the first line that is not of this form.
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
        `erkennung.txt, line ${index + 1}: expected number, name.wav, per cent recognized and per cent natural with tabs between, got ${JSON.stringify(line.slice(0, 60))}`,
        { hint: 'The file is optional: repair it or take it out of the folder.' },
      );
    facts.set(key, { recognition, naturalness });
  }
  return facts;
}
