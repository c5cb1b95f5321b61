import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout } from 'node:timers/promises';
import { type ProgressListener, SerError, throwIfAborted } from '@ser/core';
import type { DownloadSource } from '../catalog/sources.js';

/** Options of `fetchFile`. */
export interface FetchFileOptions {
  /** Number of attempts in a row without progress before giving up; 5 by default. */
  readonly attempts?: number | undefined;
  /** Time before the second attempt in milliseconds, doubled each time; 1000 by default. */
  readonly retryMs?: number | undefined;
  /** Longest time without data from the server, in milliseconds; 60 000 by default. */
  readonly silenceMs?: number | undefined;
  /** Free bytes that must remain on the disk in addition to the file; 0 by default. */
  readonly spareBytes?: number | undefined;
  /** Receives the megabytes done and in total. */
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

const MB = 1e6;

/** The identity of the file that an unfinished download belongs to, as the server stated it. */
interface PartMark {
  readonly url: string;
  readonly validator?: string | undefined;
}

/**
 * Downloads a file. It appears at `path` when it is complete and its checksum matches. Until then it is `path.part`,
 * which the next attempt, or the next call, continues if the server still has the same file.
 *
 * @throws SerError `NOT_FOUND` if the server has no such file; `FILE_ACCESS` if it cannot be reached, keeps failing,
 * sends another file than published, or if the disk is too full; the reason of `signal`.
 */
export async function fetchFile(source: DownloadSource, path: string, options: FetchFileOptions = {}): Promise<void> {
  const { attempts = 5, retryMs = 1000, signal } = options;
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  let failures = 0;
  for (;;) {
    const before = await sizeOf(part);
    try {
      await attempt(source, part, options);
      break;
    } catch (error) {
      throwIfAborted(signal, 'the download was stopped');
      if (error instanceof SerError) throw error;
      failures = (await sizeOf(part)) > before ? 1 : failures + 1;
      if (failures >= attempts)
        throw new SerError('FILE_ACCESS', `download of ${source.url} failed: ${reasonOf(error)}`, {
          cause: error,
          hint: 'The part that has arrived is kept: the next download continues there.',
        });
      await setTimeout(retryMs * 2 ** (failures - 1), undefined, { signal }).catch(() => {});
    }
  }
  await checkDigest(source, part);
  await rename(part, path);
  await rm(markOf(part), { force: true });
}

async function attempt(source: DownloadSource, part: string, options: FetchFileOptions): Promise<void> {
  const { silenceMs = 60_000, signal } = options;
  const silence = new AbortController();
  const timer = globalThis.setTimeout(() => silence.abort(new Error(`no answer for ${silenceMs} ms`)), silenceMs);
  try {
    const mark = await readMark(part, source.url);
    const have = mark ? await sizeOf(part) : 0;
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (mark?.validator !== undefined && have > 0) {
      headers.range = `bytes=${have}-`;
      headers['if-range'] = mark.validator;
    }
    const response = await fetch(source.url, {
      headers,
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    });
    const { start, total } = placeOf(response, source, have);
    if (total !== undefined && source.bytes !== undefined && total !== source.bytes) {
      await response.body?.cancel();
      throw otherFile(source, `${total} bytes instead of ${source.bytes}`);
    }
    const expected = source.bytes ?? total;
    await checkSpace(part, (expected ?? 0) - start + (options.spareBytes ?? 0));
    const validator = validatorOf(response);
    await writeFile(markOf(part), JSON.stringify({ url: source.url, validator }));
    const file = await open(part, start === 0 ? 'w' : 'r+');
    try {
      await receive(response, file, start, expected, { ...options, onChunk: () => timer.refresh() });
    } finally {
      await file.close();
    }
  } finally {
    clearTimeout(timer);
    // Closes a connection that is not read to its end.
    silence.abort();
  }
}

/** Returns the position of a response's body in the file, and the size of the whole file, in bytes. */
function placeOf(
  response: Response,
  { url }: DownloadSource,
  have: number,
): { start: number; total: number | undefined } {
  const { status, headers } = response;
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (status === 200) return { start: 0, total: Number.isSafeInteger(length) ? length : undefined };
  if (status === 206) {
    const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    if (!match || Number(match[1]) !== have)
      throw new SerError('FILE_ACCESS', `${url} sends a different part of the file than requested`);
    return { start: have, total: match[3] === '*' ? undefined : Number(match[3]) };
  }
  if (status === 404 || status === 410) throw new SerError('NOT_FOUND', `no such file: ${url} (${status})`);
  // A busy server may answer later, and a server that refuses the rest of a file may send the whole.
  if (status >= 500 || status === 429 || status === 416) throw new RefusedError(status);
  throw new SerError('FILE_ACCESS', `${url} cannot be downloaded: the server answers ${status}`);
}

class RefusedError extends Error {
  constructor(readonly status: number) {
    super(`the server answers ${status}`);
  }
}

async function receive(
  response: Response,
  file: FileHandle,
  start: number,
  expected: number | undefined,
  { onProgress, onChunk }: FetchFileOptions & { onChunk: () => void },
): Promise<void> {
  const began = performance.now();
  let position = start;
  if (!response.body) throw new Error('the server sent nothing');
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    if (expected !== undefined && position + chunk.length > expected)
      throw new SerError('FILE_ACCESS', `${response.url} sends more than the expected ${expected} bytes`);
    await file.write(chunk, 0, chunk.length, position);
    position += chunk.length;
    onChunk();
    if (!onProgress) continue;
    const elapsedMs = performance.now() - began;
    const total = expected ?? position;
    const etaMs = (elapsedMs / (position - start)) * (total - position);
    onProgress({
      task: 'download (MB)',
      done: Math.floor(position / MB),
      total: Math.ceil(total / MB),
      elapsedMs,
      etaMs,
    });
  }
  if (expected !== undefined && position < expected)
    throw new Error(`the connection ended after ${position} of ${expected} bytes`);
  await file.truncate(position);
}

/** @throws SerError `FILE_ACCESS` if the disk has too little free space. */
async function checkSpace(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  const free = bavail * bsize;
  if (bytes > free)
    throw new SerError(
      'FILE_ACCESS',
      `not enough space in ${dirname(path)}: ${Math.ceil(bytes / MB)} MB needed, ${Math.floor(free / MB)} MB free`,
    );
}

async function checkDigest(source: DownloadSource, part: string): Promise<void> {
  const bytes = await sizeOf(part);
  let problem = source.bytes !== undefined && bytes !== source.bytes ? `${bytes} bytes instead of ${source.bytes}` : '';
  if (source.digest && !problem) {
    const hash = createHash(source.digest.algorithm);
    await pipeline(createReadStream(part), hash);
    const hex = hash.digest('hex');
    if (hex !== source.digest.hex) problem = `${source.digest.algorithm} ${hex} instead of ${source.digest.hex}`;
  }
  if (!problem) return;
  await rm(part, { force: true });
  await rm(markOf(part), { force: true });
  throw otherFile(source, problem);
}

const otherFile = ({ url }: DownloadSource, difference: string): SerError =>
  new SerError('FILE_ACCESS', `${url} is not the file that was published: ${difference}`);

const markOf = (part: string): string => `${part}.json`;

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

async function readMark(part: string, url: string): Promise<PartMark | undefined> {
  try {
    const mark = JSON.parse(await readFile(markOf(part), 'utf8')) as PartMark;
    return mark.url === url ? mark : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the header that identifies a version of the file; weak tags do not guarantee equal bytes. */
function validatorOf({ headers }: Response): string | undefined {
  const tag = headers.get('etag');
  if (tag && !tag.startsWith('W/')) return tag;
  return headers.get('last-modified') ?? undefined;
}

/** Returns the innermost reason, which `fetch` hides. */
function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  return reason instanceof Error ? reason.message : String(reason);
}
