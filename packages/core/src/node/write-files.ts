import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '../errors.js';

/**
 * Writes several files into a folder, which is made if need be. All are written under other names first and then
 * renamed, so that none is ever half written.
 *
 * @throws SerError `FILE_ACCESS` if the folder cannot be written to.
 */
export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const suffix = `.${randomUUID()}.tmp`;
  const written: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name + suffix);
      written.push(path);
      await writeFile(path, content);
    }
    for (const name of Object.keys(files)) await rename(join(folder, name + suffix), join(folder, name));
  } catch (cause) {
    await Promise.all(written.map((path) => rm(path, { force: true })));
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SerError('FILE_ACCESS', `files cannot be written to ${folder}: ${reason}`, { cause });
  }
}
