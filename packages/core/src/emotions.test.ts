import { expect, it } from 'vitest';
import { EMOTIONS, isEmotion, isKnownEmotion } from './emotions.js';

it('lists each known emotion once, in alphabetical order', () => {
  expect([...EMOTIONS]).toEqual([...new Set(EMOTIONS)].sort());
});

it('isKnownEmotion accepts the emotions of the list only', () => {
  expect(EMOTIONS.every(isKnownEmotion)).toBe(true);
  for (const other of ['anger', 'Angry', 'toString', '', undefined]) expect(isKnownEmotion(other)).toBe(false);
});

it('isEmotion accepts any word in any script', () => {
  for (const word of [...EMOTIONS, 'sarcastic', 'pleasant surprise', '怒り', 'überrascht', 'x', 'y'.repeat(64)])
    expect(isEmotion(word), word).toBe(true);
});

it.each([
  ['empty', ''],
  ['longer than 64 code units', 'y'.repeat(65)],
  ['with spaces around it', ' sad'],
  ['with a line break', 'sad\nhappy'],
  ['with a control character', 'sad\u001b[31m'],
  ['with a C1 control character', 'sad\u009b31m'],
  ['with half a surrogate pair', 'sad\ud83d'],
  ['no text', 7],
  ['absent', undefined],
])('isEmotion refuses a value that is %s', (_, value) => {
  expect(isEmotion(value)).toBe(false);
});
