import { expect, it } from 'vitest';
import { CORPUS_NAMES, type CorpusName } from '../catalog/catalog.js';
import { corpusLabels, sharedEmotions, translateLabel } from './corpus-labels.js';

it('tells what the words of a corpus mean', () => {
  expect([...corpusLabels('emodb')]).toEqual([
    ['anger', 'angry'],
    ['boredom', 'bored'],
    ['disgust', 'disgusted'],
    ['fear', 'fearful'],
    ['happiness', 'happy'],
    ['neutral', 'neutral'],
    ['sadness', 'sad'],
  ]);
  expect(corpusLabels('emovo').get('gioia')).toBe('happy');
});

it('has one word for each emotion of a corpus', () => {
  for (const name of CORPUS_NAMES) {
    const labels = corpusLabels(name);
    expect(new Set(labels.values()).size).toBe(labels.size);
  }
});

it('translates words from one corpus to another and back', () => {
  expect(translateLabel('pleasant surprise', 'tess', 'emovo')).toBe('sorpresa');
  expect(translateLabel('boredom', 'emodb', 'ravdess')).toBeUndefined();
  for (const word of corpusLabels('cafe').keys()) {
    const there = translateLabel(word, 'cafe', 'tess');
    expect(there === undefined ? undefined : translateLabel(there, 'tess', 'cafe')).toBe(word);
  }
});

it('finds the emotions that corpora share', () => {
  expect(sharedEmotions(['emodb', 'ravdess', 'tess'])).toEqual([
    'angry',
    'disgusted',
    'fearful',
    'happy',
    'neutral',
    'sad',
  ]);
  expect(sharedEmotions(['emodb', 'urdu'])).toEqual(['angry', 'happy', 'neutral', 'sad']);
  expect(sharedEmotions([])).toEqual([]);
});

it('refuses corpora and words that there are not', () => {
  expect(() => corpusLabels('toString' as CorpusName)).toThrow('corpus must be one of aesdd, ');
  expect(() => translateLabel('joy', 'emodb', 'tess')).toThrow('label must be one of anger, boredom, ');
});
