import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { combineCorpora } from './combine-corpora.js';
import { selectEmotions } from './select.js';

const one = fixtureCorpus({
  name: 'one',
  speakers: ['01', '02'],
  emotions: ['angry', 'calm', 'happy', 'surprised'],
  sentences: 1,
});
const two = fixtureCorpus({
  name: 'two',
  speakers: ['01'],
  emotions: ['angry', 'happy', 'sad', 'surprised'],
  sentences: 2,
});

it('selects emotions and lists what is left out', () => {
  const part = selectEmotions(one, ['happy', 'angry']);
  expect(part.emotions).toEqual(['angry', 'happy']);
  expect(part.utterances).toHaveLength(4);
  expect(part.skipped).toHaveLength(4);
  expect(part.skipped[0]).toEqual({ path: '01-calm-1.wav', reason: 'emotion calm not selected' });
  expect(() => selectEmotions(one, [])).toThrow('emotions must be a list of at least one emotion');
  expect(() => selectEmotions(one, ['sad'])).toThrow(
    'emotions must be one of angry, calm, happy, surprised, got "sad"',
  );
});

it('combines corpora over the emotions they share', async () => {
  const both = combineCorpora([one, two]);
  expect(both).toMatchObject({ name: 'one+two', language: 'en', benchmark: false, emotions: ['angry', 'happy'] });
  expect(both.utterances).toHaveLength(8);
  expect(new Set(both.utterances.map(({ speaker }) => speaker))).toEqual(new Set(['one/01', 'one/02', 'two/01']));
  expect(both.utterances[0]).toMatchObject({ id: 'one/01-angry-1', corpus: 'one', path: 'one/01-angry-1.wav' });
  expect((await both.read(both.utterances[0]!)).samples).toHaveLength(16);
  await expect(both.read({ ...both.utterances[0]!, id: 'x' })).rejects.toThrow(
    'utterance must be an utterance of one + two',
  );
});

it('knows the people who speak and sing in RAVDESS', () => {
  const both = combineCorpora(['ravdess', 'ravdess-song'].map((name) => fixtureCorpus({ name, speakers: ['01'] })));
  expect(new Set(both.utterances.map(({ speaker }) => speaker))).toEqual(new Set(['ravdess/01']));
});

it('keeps the emotions asked for', () => {
  expect(combineCorpora([one, two], { emotions: ['surprised', 'angry'] }).emotions).toEqual(['angry', 'surprised']);
  const { emotions, utterances } = combineCorpora([one, two], { emotions: ['sad', 'angry'] });
  expect(emotions).toEqual(['angry', 'sad']);
  expect(new Set(utterances.flatMap(({ corpus, emotion }) => (emotion === 'sad' ? [corpus] : [])))).toEqual(
    new Set(['two']),
  );
  expect(() => combineCorpora([one, two], { emotions: ['angry', 'bored'] })).toThrow(
    'emotions must be one of angry, calm, happy, surprised, sad, got "bored"',
  );
});

it('says that several languages are spoken', () => {
  expect(combineCorpora([one, { ...two, language: 'de' }]).language).toBe('mul');
});

it('refuses corpora that cannot be combined', () => {
  expect(() => combineCorpora([one])).toThrow('corpora must be two or more corpora with different names');
  expect(() => combineCorpora([one, one])).toThrow('different names');
  const strange = fixtureCorpus({ name: 'strange', emotions: ['bored', 'contemptuous'] });
  expect(() => combineCorpora([one, strange])).toThrow('one, strange share fewer than two emotions');
});
