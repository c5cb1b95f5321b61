import { expect, it } from 'vitest';
import { invalidArgument, SerError } from './errors.js';

it('carries code, message, hint and cause', () => {
  const cause = new Error('underneath');
  const error = new SerError('NOT_FOUND', 'no such file: a.wav', { cause, hint: 'Check the path.' });
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('SerError');
  expect(error.code).toBe('NOT_FOUND');
  expect(error.hint).toBe('Check the path.');
  expect(error.cause).toBe(cause);
});

it('names the argument, its value and what is allowed, in one short line', () => {
  expect(invalidArgument('hopLength', 0, 'a positive integer').message).toBe(
    'hopLength must be a positive integer, got 0',
  );
  expect(invalidArgument('window', 'han', 'hann or hamming').message).toBe('window must be hann or hamming, got "han"');
  expect(invalidArgument('samples', new Float32Array(3), 'non-empty').message).toBe(
    'samples must be non-empty, got Float32Array(3)',
  );
  expect(invalidArgument('x', 'y'.repeat(500), 'short').message.length).toBeLessThan(120);
  expect(invalidArgument('x', { a: 'y'.repeat(500) }, 'short').message.length).toBeLessThan(120);
});
