import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import { combineCorpora } from '../../corpus/combine-corpora.js';
import { splitCorpus } from '../split-corpus.js';

const corpus = fixtureCorpus({ sentences: 5 });
const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
const sentences = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => byId.get(id)?.sentence ?? '?'))];

it('tests every sentence in one fold and never trains on it there', () => {
  const split = splitCorpus(corpus, 'sentence-2', { seed: 3 });
  expect(split).toMatchObject({ speakerIndependent: false, sentenceIndependent: true, seed: 3 });
  expect(split.warning).toMatch(/^speakers shared/);
  expect(split.folds.flatMap(({ test }) => sentences(test)).sort()).toEqual(['1', '2', '3', '4', '5']);
  for (const { train, test } of split.folds)
    expect(sentences(train).filter((sentence) => sentences(test).includes(sentence))).toEqual([]);
  expect(splitCorpus(corpus, 'sentence-2', { seed: 3 })).toEqual(split);
});

it('takes sentences of different corpora for different ones', () => {
  const both = combineCorpora([corpus, fixtureCorpus({ name: 'other', sentences: 5 })]);
  expect(splitCorpus(both, 'sentence-10').folds).toHaveLength(10);
});

it('knows that what is spoken in RAVDESS is what is sung there', () => {
  const both = combineCorpora(['ravdess', 'ravdess-song'].map((name) => fixtureCorpus({ name, sentences: 2 })));
  expect(() => splitCorpus(both, 'sentence-3')).toThrow('must be 2 to 2, the number of sentences');
});

it('needs enough sentences, all of them known', () => {
  expect(() => splitCorpus(corpus, 'sentence-6')).toThrow(
    'the number of folds must be 2 to 5, the number of sentences',
  );
  const unknown = {
    ...corpus,
    utterances: corpus.utterances.map(({ sentence, ...rest }, i) =>
      i === 4 ? rest : { ...rest, sentence: sentence! },
    ),
  };
  expect(() => splitCorpus(unknown, 'sentence-2')).toThrow('what is said in fixture/a-angry-5 is not known');
});
