import { expect, it } from 'vitest';
import { SerError } from './ser-error.js';

it('carries code, message, hint and cause', () => {
  const cause = new Error('underneath');
  const error = new SerError('NOT_FOUND', 'no such file: a.wav', { cause, hint: 'Check the path.' });
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('SerError');
  expect(error.code).toBe('NOT_FOUND');
  expect(error.message).toBe('no such file: a.wav');
  expect(error.hint).toBe('Check the path.');
  expect(error.cause).toBe(cause);
});

it('has no cause and no hint if they are absent or undefined', () => {
  for (const error of [
    new SerError('NOT_FOUND', 'x'),
    new SerError('NOT_FOUND', 'x', { cause: undefined, hint: undefined }),
  ]) {
    expect('cause' in error).toBe(false);
    expect(error.hint).toBe(undefined);
  }
});
