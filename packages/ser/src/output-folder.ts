import { existsSync, mkdtempSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SerError } from '@ser/core';

/**
 * Refuses a place where results could not be written, before hours of work are spent on them.
 *
 * @param folder where to write; may be absent, empty, or hold an earlier result, which is known by the file `mark`.
 */
export function assertOutputFolder(option: string, folder: string, mark: string): void {
  const refuse = (reason: string, hint: string): never => {
    throw new SerError('FILE_ACCESS', `${option} ${folder} ${reason}`, { hint });
  };
  let existing = resolve(folder);
  while (!existsSync(existing)) existing = dirname(existing);
  if (!statSync(existing).isDirectory()) refuse(`cannot be a folder: ${existing} is a file`, 'Choose another folder.');
  try {
    // Tried, since permissions do not tell of file systems that take nothing, such as /proc.
    rmdirSync(mkdtempSync(join(existing, '.ser-')));
  } catch {
    refuse(`cannot be written: nothing can be made in ${existing}`, 'Choose another folder.');
  }
  if (existing !== resolve(folder)) return;
  const content = readdirSync(existing);
  if (content.length > 0 && !content.includes(mark)) {
    refuse(`holds something else (${content.slice(0, 3).join(', ')})`, 'Choose a new or empty folder.');
  }
}
