import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';

/** Suffix of files that are being written. */
export const UNFINISHED = '.unfinished';

/**
 * Writes a file so that it always has its whole old content or its whole new content, even after a crash of the process or
 * the machine.
 *
 * @throws SerError `FILE_ACCESS` if it cannot be written.
 */
export async function writeDurably(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const unfinished = join(folder, `${name}.${randomUUID()}${UNFINISHED}`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
    await syncFolder(folder);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SerError('FILE_ACCESS', `${join(folder, name)} cannot be written: ${reason}`, { cause });
  }
}

/** Flushes the directory entries of a folder to disk; not possible and not needed on Windows. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
