import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { assertOutputFolder } from './output-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const check = (path: string): void => assertOutputFolder('--out', path, 'model.json');

it('accepts a new folder, an empty one, and an earlier result', () => {
  check(join(folder, 'a/b/c'));
  check(folder);
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(join(folder, 'model.json'), '{}');
  writeFileSync(join(folder, 'weights.bin'), '');
  check(folder);
});

it('refuses a file, a path below a file, and a folder with something else in it', () => {
  writeFileSync(join(folder, 'notes.txt'), '');
  expect(() => check(join(folder, 'notes.txt'))).toThrow(/--out .*notes\.txt cannot be a folder/);
  expect(() => check(join(folder, 'notes.txt/below'))).toThrow(/is a file/);
  mkdirSync(join(folder, 'photos'));
  writeFileSync(join(folder, 'photos/cat.jpg'), '');
  expect(() => check(join(folder, 'photos'))).toThrow(/holds something else \(cat\.jpg\)/);
});

it.skipIf(!existsSync('/proc'))('refuses a file system that takes nothing, at once', () => {
  expect(() => check('/proc/models/mine')).toThrow('cannot be written: no folder can be made in /proc');
});

it('refuses a name that leaves no room for the names next to it', () => {
  check(join(folder, 'é'.repeat(100)));
  expect(() => check(join(folder, 'é'.repeat(101), 'b'))).toThrow(/has a name of 202 bytes/);
});
