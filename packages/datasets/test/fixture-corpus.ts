import type { Emotion } from '@ser/core';
import { type Corpus, type Duplicate, emotionsOf, type Gender, type Utterance } from '../src/corpus/corpus.js';

/** What a corpus for tests is made of. */
export interface FixtureOptions {
  name?: string;
  speakers?: readonly string[];
  emotions?: readonly Emotion[];
  sentences?: number;
  genders?: readonly Gender[];
  duplicates?: readonly Duplicate[];
}

/** A silent corpus for tests in which every speaker says every sentence in every emotion. */
export function fixtureCorpus(options: FixtureOptions = {}): Corpus {
  const { name = 'fixture', speakers = ['a', 'b', 'c', 'd'], emotions = ['angry', 'sad'], sentences = 3 } = options;
  const genders = options.genders ?? (['female', 'male'] as const);
  const utterances: Utterance[] = [];
  for (const [i, speaker] of speakers.entries())
    for (const emotion of emotions)
      for (let sentence = 1; sentence <= sentences; sentence++) {
        const key = `${speaker}-${emotion}-${sentence}`;
        const gender = genders[i % genders.length] ?? 'female';
        const path = `${key}.wav`;
        utterances.push({
          id: `${name}/${key}`,
          path,
          corpus: name,
          speaker,
          gender,
          emotion,
          label: emotion,
          language: 'en',
          sentence: String(sentence),
        });
      }
  return {
    name,
    title: name,
    language: 'en',
    license: 'MIT',
    source: 'tests',
    benchmark: false,
    utterances,
    emotions: emotionsOf(utterances),
    duplicates: options.duplicates ?? [],
    skipped: [],
    read: async () => ({ samples: new Float32Array(16), sampleRate: 16_000 }),
  };
}
