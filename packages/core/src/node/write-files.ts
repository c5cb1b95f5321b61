import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeError } from './file-error.js';
import { makeFolder } from './make-folder.js';
import { isRunning } from './running-process.js';

/**
 * Returns true for the name of a file whose writing was cut short: {@link writeFiles} was writing it, in a process that
 * is not running any more.
 */
export function isAbandoned(name: string): boolean {
  const [, pid] = /^\.(\d+)-[0-9a-f-]{36}\.unfinished$/.exec(name) ?? [];
  return pid !== undefined && !isRunning(Number(pid), '');
}

/**
 * Writes several files into a folder, which is made if it does not exist. All are written under other names first, kept
 * through a crash of the machine, and then renamed in the given order: each name always stands for the whole old
 * content or the whole new one.
 *
 * @param files contents by name.
 * @throws SerError `FILE_ACCESS` if the folder cannot be written; what was written is removed then.
 * @example
 * await writeFiles('results', { 'metrics.json': '{}', 'weights.bin': bytes });
 */
export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const written: { from: string; to: string }[] = [];
  try {
    await makeFolder(folder);
    for (const [name, content] of Object.entries(files)) {
      const from = join(folder, `.${process.pid}-${randomUUID()}.unfinished`);
      written.push({ from, to: join(folder, name) });
      await writeThrough(from, content);
    }
    for (const { from, to } of written) await rename(from, to);
    await syncFolder(folder);
  } catch (error) {
    await Promise.all(written.map(({ from }) => rm(from, { force: true }).catch(() => {})));
    throw writeError(error, 'file', written.at(-1)?.to ?? folder);
  }
}

async function writeThrough(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Keeps the new names of a folder through a crash of the machine. Windows neither can nor needs to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
