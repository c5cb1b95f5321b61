import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import { splitCorpus } from '../split-corpus.js';
import { findProtocol } from './find-protocol.js';

const corpus = fixtureCorpus({ speakers: ['03', '08', '09'] });

it('tests the speakers that are named and trains on all others', () => {
  const split = splitCorpus(corpus, 'test-speakers:03, 09');
  expect(split).toMatchObject({ speakerIndependent: true });
  expect(split.folds.map(({ name }) => name)).toEqual(['speakers 03, 09']);
  const [fold] = split.folds;
  expect(fold?.train.every((id) => id.startsWith('fixture/08'))).toBe(true);
  expect([fold?.train.length, fold?.test.length]).toEqual([6, 12]);
});

it.each([
  ['test-speakers:04', 'it has no speaker 04'],
  ['test-speakers:03,08,09', 'no speaker is left to train on'],
])('does not fit: %s', (protocol, reason) => {
  expect(() => splitCorpus(corpus, protocol)).toThrow(`protocol ${protocol} does not fit fixture: ${reason}`);
});

it.each(['test-speakers:', 'test-speakers:03,', 'test-speakers:03,03'])('refuses %j', (protocol) => {
  expect(() => findProtocol(protocol)).toThrow('speakers must be one or more different speakers');
});
