import type { UtterancePrediction } from '@ser/training';
import { expect, it } from 'vitest';
import { formatPredictions, parsePredictions } from './predictions-csv.js';

const predictions: UtterancePrediction[] = [
  { id: 'a,"1"', speaker: '03', fold: 'speaker 03', truth: 'angry', predicted: 'sad', probabilities: [0.1, 0.9] },
  { id: 'b', speaker: '08', fold: 'speaker 08', truth: 'sad', predicted: 'sad', probabilities: [1 / 3, 2 / 3] },
];

it('writes a column for each label and reads itself back exactly', () => {
  const csv = formatPredictions(predictions, ['angry', 'sad']);
  expect(csv.split('\n')[0]).toBe('id,speaker,fold,truth,predicted,angry,sad');
  expect(csv.split('\n')[2]).toBe(`b,08,speaker 08,sad,sad,${1 / 3},${2 / 3}`);
  expect(parsePredictions(csv)).toEqual({ predictions, labels: ['angry', 'sad'] });
  expect(parsePredictions(csv.replaceAll('\n', '\r\n')).predictions).toEqual(predictions);
});

it('has a column for what most listeners heard where they have voted, empty where votes are level', () => {
  const voted = predictions.map((prediction, i) => ({ ...prediction, heard: i === 0 ? 'neutral' : undefined }));
  const csv = formatPredictions(voted, ['angry', 'sad']);
  expect(csv.split('\n')[0]).toBe('id,speaker,fold,truth,heard,predicted,angry,sad');
  expect(csv.split('\n')[2]).toBe(`b,08,speaker 08,sad,,sad,${1 / 3},${2 / 3}`);
  expect(parsePredictions(csv)).toEqual({ predictions: voted, labels: ['angry', 'sad'] });
  expect(() => parsePredictions(csv.replace(',neutral', ''))).toThrow('line 2 of the predictions is damaged');
});

it('tells a label called heard from what listeners heard', () => {
  const labels = ['heard', 'sad'];
  const plain = predictions.map((prediction) => ({ ...prediction, predicted: 'sad' }));
  for (const given of [plain, plain.map((prediction) => ({ ...prediction, heard: 'heard' }))])
    expect(parsePredictions(formatPredictions(given, labels))).toEqual({ predictions: given, labels });
});

it('names the line that is damaged', () => {
  const csv = formatPredictions(predictions, ['angry', 'sad']);
  expect(() => parsePredictions('')).toThrow('predictions must begin with the columns');
  expect(() => parsePredictions(csv.replace('angry,sad\n', 'angry,\n'))).toThrow('predictions must begin with');
  expect(() => parsePredictions(csv.replace('angry,sad\n', 'angry,glad\n'))).toThrow(
    'line 2 of the predictions is damaged',
  );
  expect(() => parsePredictions(csv.replace('0.9', 'many'))).toThrow('line 2 of the predictions is damaged');
  expect(() => parsePredictions(csv.replace('08,speaker', '08,speaker,'))).toThrow(
    'line 3 of the predictions is damaged',
  );
  expect(() => parsePredictions(`${csv}"open`)).toThrow('line 4: a quotation mark is never closed');
});

it('keeps emotions with commas, quotation marks and line breaks in other columns', () => {
  const odd = [{ ...predictions[0]!, truth: 'sad, "very"', predicted: 'sad, "very"', fold: 'a\nb' }];
  const labels = ['angry', 'sad, "very"'];
  expect(parsePredictions(formatPredictions(odd, labels))).toEqual({ predictions: odd, labels });
});
