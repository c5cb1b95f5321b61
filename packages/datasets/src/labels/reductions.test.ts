import { EMOTIONS } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { REDUCTIONS, type ReductionName, reduceCorpus } from './reductions.js';

const corpus = fixtureCorpus({ emotions: EMOTIONS, speakers: ['a', 'b'], sentences: 2 });
const members = (name: ReductionName, wanted: string | undefined): string[] =>
  EMOTIONS.filter((emotion) => REDUCTIONS[name].classOf(emotion) === wanted);

describe('the classes', () => {
  it('of 4-class join happy and excited', () => {
    expect(members('4-class', 'happy')).toEqual(['excited', 'happy']);
    expect(['angry', 'neutral', 'sad'].map((name) => members('4-class', name))).toEqual([
      ['angry'],
      ['neutral'],
      ['sad'],
    ]);
  });

  it('of 6-class are those that the large corpora share', () => {
    expect(REDUCTIONS['6-class'].classes).toEqual(['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad']);
    expect(members('6-class', undefined)).toContain('surprised');
  });

  it('of arousal agree with the published ones', () => {
    expect(members('arousal', 'high')).toEqual(expect.arrayContaining(['angry', 'fearful', 'happy', 'surprised']));
    expect(members('arousal', 'low')).toEqual(expect.arrayContaining(['bored', 'disgusted', 'neutral', 'sad']));
    expect(members('arousal', undefined)).toEqual([]);
  });
});

it('gives utterances the class for an emotion, keeps their own word and lists what is left out', () => {
  const reduced = reduceCorpus(corpus, '4-class');
  expect(reduced).toMatchObject({ reduction: '4-class', classes: ['angry', 'happy', 'neutral', 'sad'] });
  expect(reduced.emotions).toEqual(['angry', 'happy', 'neutral', 'sad']);
  const excited = reduced.utterances.find(({ label }) => label === 'excited');
  expect(excited).toMatchObject({ id: 'fixture/a-excited-1', emotion: 'happy' });
  expect(reduced.utterances).toHaveLength(5 * 4);
  expect(reduced.skipped).toHaveLength(corpus.utterances.length - 20);
  expect(reduced.skipped[0]?.reason).toBe('emotion anxious is not part of 4-class');
  expect(corpus.utterances.find(({ label }) => label === 'excited')?.emotion).toBe('excited');
});

it('keeps emotions under classes that are none', async () => {
  const reduced = reduceCorpus(corpus, 'arousal');
  expect(reduced.emotions).toEqual([...EMOTIONS]);
  const counts = { low: 0, high: 0 };
  for (const utterance of reduced.utterances) counts[reduced.classOf(utterance) as 'low' | 'high']++;
  expect(counts).toEqual({ low: 9 * 4, high: 7 * 4 });
  await expect(reduced.read(reduced.utterances[0]!)).resolves.toMatchObject({ sampleRate: 16_000 });
});

it('refuses what makes no sense', () => {
  expect(() => reduceCorpus(corpus, 'toString' as ReductionName)).toThrow(
    'reduction must be one of 4-class, 6-class, arousal, got "toString"',
  );
  const bored = fixtureCorpus({ emotions: ['bored'] });
  expect(() => reduceCorpus(bored, '4-class')).toThrow(
    'corpus must be one with emotions of angry, happy, neutral, sad',
  );
  const reduced = reduceCorpus(corpus, '4-class');
  expect(() => reduced.classOf(corpus.utterances.find(({ emotion }) => emotion === 'bored')!)).toThrow(
    'an utterance of fixture, 4-class',
  );
});
