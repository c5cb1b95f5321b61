import { expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import { readError, writeError } from './file-error.js';

const of = (code: string): Error => Object.assign(new Error(`${code}: x`), { code });

it.each([
  ['ENOENT', 'NOT_FOUND', 'no such file: a.wav'],
  ['ENOTDIR', 'NOT_FOUND', 'not a folder: a.wav'],
  ['EACCES', 'FILE_ACCESS', 'cannot read file a.wav: permission denied'],
  ['EWHAT', 'FILE_ACCESS', 'cannot read file a.wav: EWHAT'],
])('readError describes %s', (code, expected, message) => {
  const cause = of(code);
  expect(readError(cause, 'file', 'a.wav')).toMatchObject({ code: expected, message, cause });
});

it('readError explains names that are not UTF-8', () => {
  expect(readError(of('ENOENT'), 'file', 'w\uFFFDtend.wav')).toMatchObject({
    code: 'FILE_ACCESS',
    hint: expect.stringContaining('encoding'),
  });
});

it('writeError describes what the file system reported', () => {
  expect(writeError(of('ENOSPC'), 'folder', 'out')).toMatchObject({
    code: 'FILE_ACCESS',
    message: 'cannot write folder out: the disk is full',
  });
  expect(writeError(new Error('odd'), 'file', 'out').message).toBe('cannot write file out: odd');
});

it('returns typed errors as they are, and escapes control characters in paths', () => {
  const error = new SerError('ABORTED', 'stopped');
  expect([readError(error, 'file', 'x'), writeError(error, 'file', 'x')]).toEqual([error, error]);
  expect(readError(of('ENOENT'), 'file', 'a\u001bb').message).toBe(String.raw`no such file: a\u001bb`);
});
