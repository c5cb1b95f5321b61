import { randomUUID } from 'node:crypto';
import { rmdirSync, rmSync } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { printable } from '../errors/printable.js';
import { SerError } from '../errors/ser-error.js';
import { isRecord } from '../text/json.js';
import { codeOf, writeError } from './file-error.js';
import { makeFolder } from './make-folder.js';
import { readRegularFile } from './read-regular-file.js';
import { isRunning, processIdentity } from './running-process.js';
import { writeFiles } from './write-files.js';

/** The process that holds a folder. */
export interface LockOwner {
  readonly pid: number;
  /** Name of its machine. */
  readonly host: string;
  /** When it took the folder, as an ISO date. */
  readonly since: string;
}

/** A folder that this process holds. */
export interface FolderLock {
  /** The process that held the folder last and ended without releasing it, as a crash does. */
  readonly abandonedBy: LockOwner | undefined;
  /** Releases the folder; does nothing if called again. It is also released when the process exits. */
  release(): void;
}

/** Options of {@link lockFolder}. */
export interface LockFolderOptions {
  /** Name of the lock's file in the folder; `.lock` by default. */
  readonly name?: string | undefined;
  /** How long to wait for a process that holds the folder, in milliseconds; 0 by default. */
  readonly waitMs?: number | undefined;
}

interface Lock extends LockOwner {
  readonly identity: string;
  readonly token: string;
}

/** The time between two attempts, in milliseconds. */
const PAUSE = 20;
/** A lock that is being written is whole after this time, in milliseconds. */
const WRITING = 5000;

/**
 * Takes a folder for this process alone, so that two runs cannot write into it; it is made if it does not exist. A
 * process that crashed holds nothing: the next one takes the folder over and learns whose it was.
 *
 * @throws SerError `FILE_ACCESS` if another process or this one holds the folder (the message says which, and since
 *   when), or if it cannot be written.
 * @example
 * const lock = await lockFolder('runs/first');
 * try {
 *   if (lock.abandonedBy) console.warn(`process ${lock.abandonedBy.pid} ended before it was finished`);
 * } finally {
 *   lock.release();
 * }
 */
export async function lockFolder(
  folder: string,
  { name = '.lock', waitMs = 0 }: LockFolderOptions = {},
): Promise<FolderLock> {
  const path = join(folder, name);
  const deadline = performance.now() + waitMs;
  const own: Lock = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    identity: processIdentity(process.pid) ?? '',
    token: randomUUID(),
  };
  const made = await makeFolder(folder);
  for (;;) {
    const found = await claim(path, own);
    if (found === 'claimed') return held(folder, path, undefined, made !== undefined);
    if (!isAlive(found)) {
      if (await takeOver(path, found, own)) return held(folder, path, ownerOf(found), false);
    } else if (performance.now() >= deadline) throw inUse(folder, path, found);
    await setTimeout(PAUSE);
  }
}

/** Creates the lock's file; returns the lock that is there already, if there is one. */
async function claim(path: string, own: Lock): Promise<'claimed' | Lock> {
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(own), { flag: 'wx' });
      return 'claimed';
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw writeError(error, 'file', path);
    }
    const found = await readLock(path);
    if (found) return found;
  }
}

/** Returns the lock in a file; undefined if there is none any more. */
async function readLock(path: string): Promise<Lock | undefined> {
  try {
    const lock: unknown = JSON.parse(new TextDecoder().decode(await readRegularFile(path, { maxBytes: 10_000 })));
    if (isLock(lock)) return lock;
  } catch (error) {
    if (error instanceof SerError) {
      if (error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
  // Its process is just writing it, or was ended then.
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  const writing = Date.now() - mtimeMs < WRITING;
  return {
    pid: writing ? process.pid : 0,
    host: hostname(),
    since: new Date(mtimeMs).toISOString(),
    identity: '',
    token: 'unreadable',
  };
}

function isLock(value: unknown): value is Lock {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value.pid) &&
    ['host', 'since', 'identity', 'token'].every((field) => typeof value[field] === 'string') &&
    /^[\w-]+$/.test(String(value.token))
  );
}

/** Returns true for a lock whose process is running, or runs on another machine, where nobody here can know. */
const isAlive = ({ pid, host, identity }: Lock): boolean =>
  host !== hostname() || (pid > 0 && isRunning(pid, identity));

/** Replaces the lock of a process that has ended; false if another process is faster. */
async function takeOver(path: string, stale: Lock, own: Lock): Promise<boolean> {
  // Only who creates this file may replace that lock.
  const right = `${path}.${stale.token}`;
  try {
    await writeFile(right, '', { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw writeError(error, 'file', right);
    const { mtimeMs } = await stat(right).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > WRITING) await rm(right, { force: true });
    return false;
  }
  try {
    if ((await readLock(path))?.token !== stale.token) return false;
    await writeFiles(dirname(path), { [basename(path)]: JSON.stringify(own) });
    return true;
  } finally {
    await rm(right, { force: true });
  }
}

const inUse = (folder: string, path: string, { pid, host, since }: Lock): SerError => {
  const who =
    host === hostname() ? (pid === process.pid ? 'this process' : `process ${pid}`) : `process ${pid} on ${host}`;
  return new SerError('FILE_ACCESS', printable(`${folder} is in use by ${who} since ${since}`), {
    hint:
      host === hostname()
        ? 'Wait until it has ended, or choose another folder.'
        : `Wait until it has ended, or choose another folder. If it has crashed, remove ${printable(path)}.`,
  });
};

const ownerOf = ({ pid, host, since }: LockOwner): LockOwner => ({ pid, host, since });

/** What to release when the process exits. */
const open = new Set<() => void>();
let listening = false;

function held(folder: string, path: string, abandonedBy: LockOwner | undefined, made: boolean): FolderLock {
  const release = (): void => {
    if (!open.delete(release)) return;
    rmSync(path, { force: true });
    if (!made) return;
    try {
      rmdirSync(folder);
    } catch {
      // It holds something by now.
    }
  };
  open.add(release);
  if (!listening) {
    listening = true;
    process.on('exit', () => {
      for (const each of open) each();
    });
  }
  return { abandonedBy, release };
}
