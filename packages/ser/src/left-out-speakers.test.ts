import { expect, it } from 'vitest';
import { joinedNotes, leftOutNotes, mayHaveMet } from './left-out-speakers.js';

const card = (corpora: string[], notes: string[] = []) => ({ name: 'x', description: '', corpora, licence: '', notes });
const anna = { corpus: 'own', speaker: 'anna' };
const ben = { corpus: 'own', speaker: 'ben' };

it('finds in a card whom a model has not met', () => {
  const model = card(['own'], ['Slow.', ...leftOutNotes([anna, anna, ben], undefined)]);
  expect(model.notes[1]).toBe('Speakers left out of training: own/anna, own/ben');
  expect([anna, ben].map((speaker) => mayHaveMet(model, speaker))).toEqual([false, false]);
  expect(mayHaveMet(model, { corpus: 'own', speaker: 'ann' })).toBe(true);
  expect(mayHaveMet(model, { corpus: 'other', speaker: 'cleo' })).toBe(false);
  expect(mayHaveMet(card(['own']), anna)).toBe(true);
});

it('knows speakers of combined corpora, and tells those of equal names apart', () => {
  const model = card(['own', 'other'], leftOutNotes([{ corpus: 'own', speaker: 'own/anna' }], undefined));
  expect(mayHaveMet(model, anna)).toBe(false);
  expect(mayHaveMet(model, { corpus: 'other', speaker: 'anna' })).toBe(true);
});

it('counts whom the model has met that training began with', () => {
  expect(leftOutNotes([anna], card(['own']))).toEqual([]);
  expect(leftOutNotes([anna, ben], card(['own'], leftOutNotes([ben], undefined)))).toEqual(
    leftOutNotes([ben], undefined),
  );
  expect(leftOutNotes([anna], card(['other']))).toEqual(leftOutNotes([anna], undefined));
});

it('says of models that answer as one whom none of them has met', () => {
  const [both, one] = [[anna, ben], [ben]].map((speakers) =>
    card(['own'], ['Slow.', ...leftOutNotes(speakers, undefined)]),
  );
  expect(joinedNotes([both!, one!])).toEqual(['Slow.', 'Speakers left out of training: own/ben']);
  expect(joinedNotes([both!, card(['own'])])).toEqual(['Slow.']);
  expect(joinedNotes([one!, card(['other'])])).toEqual(one!.notes);
});
