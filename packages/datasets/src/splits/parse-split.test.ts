import { SerError } from '@ser/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { nearDuplicate } from './duplicates/near-duplicate.js';
import { parseSplit } from './parse-split.js';
import { splitCorpus } from './split-corpus.js';

const corpus = fixtureCorpus({ speakers: ['a', 'b'], sentences: 1 });
const table = (...rows: string[]): string => ['path,split,fold', ...rows].join('\n');

it.each(['loso', 'sentence-2', 'stratified-3', 'random-2', 'test-speakers:a'])(
  'reads back %s from JSON',
  (protocol) => {
    const larger = fixtureCorpus({ speakers: ['a', 'b'], sentences: 4 });
    const split = splitCorpus(larger, protocol, { seed: 7 });
    expect(parseSplit(JSON.stringify(split), larger)).toEqual(split);
  },
);

it('reads tables of paths or ids, with folds or without, leaving validation parts out', () => {
  const { audit, ...folds } = parseSplit(
    table('a-angry-1.wav,train,one', 'b-angry-1.wav,test,one', 'a-angry-1.wav,Test,two', 'b-angry-1.wav,training,two'),
    corpus,
  );
  expect(audit.ok).toBe(true);
  expect(folds).toEqual({
    protocol: 'file',
    corpus: 'fixture',
    speakerIndependent: true,
    folds: [
      { name: 'one', train: ['fixture/a-angry-1'], test: ['fixture/b-angry-1'] },
      { name: 'two', train: ['fixture/b-angry-1'], test: ['fixture/a-angry-1'] },
    ],
  });
  const rows = 'id\tsplit\nfixture/a-sad-1\ttrain\nfixture/a-angry-1\tdev\nfixture/b-sad-1\ttest\n';
  expect(parseSplit(rows, corpus).folds).toEqual([
    { name: 'file', train: ['fixture/a-sad-1'], test: ['fixture/b-sad-1'] },
  ]);
  const list = [
    { id: 'fixture/a-sad-1', split: 'train' },
    { id: 'fixture/b-sad-1', split: 'test' },
  ];
  expect(parseSplit(JSON.stringify(list), corpus).folds).toHaveLength(1);
});

it('says that speakers are shared, and refuses a file that says they are not', () => {
  const fold = { name: 'f', train: ['fixture/a-angry-1'], test: ['fixture/a-sad-1'] };
  const split = parseSplit(JSON.stringify({ protocol: 'mine', folds: [fold] }), corpus);
  expect(split).toMatchObject({ protocol: 'mine', speakerIndependent: false });
  expect(split.warning).toMatch(/^speakers shared/);
  expect(() => parseSplit(JSON.stringify({ folds: [fold], speakerIndependent: true }), corpus)).toThrow(
    'protocol file fails its audit on fixture: f: speakers in both parts: fixture/a',
  );
  expect(() => parseSplit(JSON.stringify({ folds: [fold], sentenceIndependent: true }), corpus)).toThrow(
    'f: sentences in both parts: fixture/1',
  );
});

it('believes no audit in a file, and makes its own with the near-duplicates that it is given', () => {
  const split = splitCorpus(corpus, 'loso');
  const text = JSON.stringify({ ...split, audit: { ok: true, findings: [] } });
  expect(parseSplit(text, corpus).audit).toEqual(split.audit);
  const duplicates = [nearDuplicate('fixture/a-sad-1', 'fixture/b-sad-1', 'near-identical', 0.97)];
  expect(() => parseSplit(text, corpus, { duplicates })).toThrow('near-identical recordings in both parts');
});

it.each([
  [table('x.wav,train,one'), 'line 2: no utterance "x.wav"'],
  [table('a-sad-1.wav,later,one'), 'line 2: "split" must be train, test or validation, got "later"'],
  [table('a-sad-1.wav,train,one'), 'no utterances in: test'],
  [table(), 'the split has no folds'],
  ['name,split\na,train', 'line 2: an id or a path is expected'],
  ['{', 'the split is not JSON'],
  ['{}', '"folds" must be a list'],
  ['{"folds":[1]}', 'fold 1: an object is expected'],
  ['{"folds":[{"train":[1],"test":[]}]}', 'fold 1: "train" and "test" must be lists of ids'],
  ['{"folds":[],"speakerIndependent":1}', '"speakerIndependent" must be true or false'],
  ['{"folds":[],"sentenceIndependent":1}', '"sentenceIndependent" must be true or false'],
  ['{"folds":[],"seed":0.5}', '"seed" must be an integer'],
  ['{"folds":[],"protocol":1}', '"protocol" must be a text'],
  ['{"folds":[{"train":["x"],"test":["fixture/a-sad-1"]}]}', 'not in the corpus: x'],
])('refuses %j', (text, message) => {
  expect(() => parseSplit(text, corpus)).toThrow(message);
});

it('gives a split or a typed error for any text', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.constantFrom('a-sad-1.wav,train,1', 'b-sad-1.wav,test,1', 'x', '"')).map((rows) => table(...rows)),
  );
  fc.assert(
    fc.property(text, (content) => {
      try {
        return parseSplit(content, corpus).folds.length > 0;
      } catch (error) {
        return error instanceof SerError && error.code === 'INVALID_CORPUS';
      }
    }),
  );
});
