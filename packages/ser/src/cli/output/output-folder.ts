import { existsSync, mkdtempSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { SerError } from '@ser/core';
import type { Experiment } from '@ser/experiments';

/** Longest name of a folder in bytes: file systems take 255, of which checkpoints and temporary files need some. */
const MAX_NAME = 200;

/** Throws where no folder can be made. It is tried: permissions do not reveal file systems such as /proc. */
export const tryFolder = (folder: string): void => rmdirSync(mkdtempSync(join(folder, '.ser-')));

/**
 * Refuses a place where results could not be written, before hours of work are spent on them.
 *
 * @param folder where to write; may be absent, empty, or hold an earlier result, which is recognized by the file `mark`.
 *   `force`: whether an earlier result may be replaced; true by default.
 */
export function assertOutputFolder(
  option: string,
  folder: string,
  mark: string,
  { force = true }: { readonly force?: boolean | undefined } = {},
): void {
  const refuse = (reason: string, hint: string): never => {
    throw new SerError('FILE_ACCESS', `${option} ${folder} ${reason}`, { hint });
  };
  const long = resolve(folder)
    .split(sep)
    .find((name) => Buffer.byteLength(name) > MAX_NAME);
  if (long !== undefined)
    refuse(`has a name of ${Buffer.byteLength(long)} bytes`, `Choose names of at most ${MAX_NAME} bytes.`);
  let existing = resolve(folder);
  while (!existsSync(existing)) existing = dirname(existing);
  if (!statSync(existing).isDirectory()) refuse(`cannot be a folder: ${existing} is a file`, 'Choose another folder.');
  try {
    tryFolder(existing);
  } catch {
    refuse(`cannot be written: no folder can be made in ${existing}`, 'Choose another folder.');
  }
  if (existing !== resolve(folder)) return;
  const content = readdirSync(existing);
  if (content.length > 0 && !content.includes(mark)) {
    refuse(`holds something else (${content.slice(0, 3).join(', ')})`, 'Choose a new or empty folder.');
  }
  if (!force && content.includes(mark))
    refuse(`holds a finished result (${mark})`, 'Add --force to replace it, or choose another folder.');
}

/**
 * Returns the default folder of a result: its corpus, protocol and subject (a kind of model, `select` or `nested`) and,
 * unless speakers are not adapted to, the kind of adaptation, e.g. `results/emodb-loso-cnn-enrolled`.
 */
export const resultFolder = (
  corpus: string,
  protocol: string,
  subject: string,
  { speakerAdaptation = 'none' }: Pick<Experiment, 'speakerAdaptation'>,
): string =>
  join('results', [corpus, protocol, subject, ...(speakerAdaptation === 'none' ? [] : [speakerAdaptation])].join('-'));
