import { expect, it } from 'vitest';
import { cacheFolder, modelKind, wholeNumber } from './options.js';

it('reads whole numbers and refuses everything else', () => {
  expect(wholeNumber('epochs', '12', 1)).toBe(12);
  expect(wholeNumber('epochs', undefined, 1)).toBeUndefined();
  for (const text of ['0', '-1', '1.5', 'ten', '', ' ', '1e9']) {
    expect(() => wholeNumber('epochs', text, 1)).toThrow(/^--epochs must be a whole number from 1 to 1000000, got /);
  }
});

it('knows the architectures', () => {
  expect(modelKind('cnn')).toBe('cnn');
  expect(() => modelKind('gpt')).toThrow(/^--model must be one of .*lstm.*, got "gpt"$/);
});

it('reads where features are kept', () => {
  expect(cacheFolder('.ser-cache')).toEqual({ cache: '.ser-cache' });
  expect(cacheFolder(false)).toEqual({});
  expect(() => cacheFolder(' ')).toThrow('--cache must be a folder, got " "');
});
