import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import { splitCorpus } from '../split-corpus.js';

const corpus = fixtureCorpus({ emotions: ['angry', 'happy', 'sad'], speakers: ['a', 'b'], sentences: 10 });
const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));

const counts = (ids: readonly string[], of: 'emotion' | 'speaker'): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const id of ids) {
    const value = byId.get(id)?.[of] ?? '?';
    found[value] = (found[value] ?? 0) + 1;
  }
  return found;
};

it('gives every fold the same share of each emotion and speaker, whatever the seed', () => {
  for (let seed = 0; seed < 10; seed++) {
    const { folds } = splitCorpus(corpus, 'stratified-5', { seed });
    expect(folds.flatMap(({ test }) => test).sort()).toEqual([...byId.keys()].sort());
    for (const { test, train } of folds) {
      expect(counts(test, 'emotion')).toEqual({ angry: 4, happy: 4, sad: 4 });
      expect(counts(test, 'speaker')).toEqual({ a: 6, b: 6 });
      expect(train).toHaveLength(48);
    }
  }
  expect(splitCorpus(corpus, 'stratified-5', { seed: 1 })).not.toEqual(
    splitCorpus(corpus, 'stratified-5', { seed: 2 }),
  );
});

it('differs by one at most where shares do not come out even', () => {
  const sizes = splitCorpus(corpus, 'stratified-7').folds.map(({ test }) => test.length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBe(1);
});

it('warns that speakers are shared, and keeps equal sounds together', () => {
  const [first, other] = [corpus.utterances[0]!, corpus.utterances.at(-1)!];
  const twins = { ...corpus, duplicates: [{ path: other.path, of: first.path, kept: true }] };
  for (let seed = 0; seed < 20; seed++) {
    const split = splitCorpus(twins, 'stratified-4', { seed });
    expect(split).toMatchObject({ speakerIndependent: false, warning: expect.stringMatching(/^speakers shared/) });
    const together = split.folds.filter(({ test }) => test.includes(first.id) !== test.includes(other.id));
    expect(together).toEqual([]);
  }
});

it('needs as many utterances as folds', () => {
  expect(() => splitCorpus(corpus, 'stratified-61')).toThrow('the number of folds must be 2 to 60');
});
