import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout } from 'node:timers/promises';
import { type ProgressListener, SerError } from '@ser/core';
import type { DownloadSource } from '../catalog/sources.js';

/** Options of {@link fetchFile}. */
export interface FetchFileOptions {
  /** Attempts in a row that bring nothing new before giving up; 5 by default. */
  readonly attempts?: number | undefined;
  /** Wait before the second attempt in milliseconds, doubled each time; 1000 by default. */
  readonly retryMs?: number | undefined;
  /** Longest silence of the server in milliseconds; 60 000 by default. */
  readonly silenceMs?: number | undefined;
  /** Free bytes to be left on the disk beyond the file; 0 by default. */
  readonly spareBytes?: number | undefined;
  /** Receives megabytes done and in all. */
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

const MB = 1e6;

/** What the server said the unfinished file belongs to. */
interface PartMark {
  readonly url: string;
  readonly validator?: string | undefined;
}

/**
 * Downloads a file. It appears at `path` when it is whole and its checksum right; until then it is `path.part`, from
 * where the next attempt, or the next call, goes on if the server still has the same file.
 *
 * @throws SerError `NOT_FOUND` if the server has no such file; `FILE_ACCESS` if it cannot be reached, keeps failing,
 * sends another file than published, or if the disk is too full; `ABORTED` through `signal`.
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
      if (signal?.aborted) throw new SerError('ABORTED', 'the download was stopped', { cause: error });
      if (error instanceof SerError) throw error;
      failures = (await sizeOf(part)) > before ? 1 : failures + 1;
      if (failures >= attempts)
        throw new SerError('FILE_ACCESS', `download of ${source.url} failed: ${reasonOf(error)}`, {
          cause: error,
          hint: 'What has arrived is kept: the next attempt goes on from there.',
        });
      await setTimeout(retryMs * 2 ** (failures - 1), undefined, signal ? { signal } : {}).catch(() => {});
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
      throw otherFile(source, `${total} bytes in place of ${source.bytes}`);
    }
    const expected = source.bytes ?? total;
    await checkSpace(part, (expected ?? 0) - start + (options.spareBytes ?? 0));
    const validator = validatorOf(response);
    await writeFile(markOf(part), JSON.stringify({ url: source.url, ...(validator ? { validator } : {}) }));
    const file = await open(part, start === 0 ? 'w' : 'r+');
    try {
      await receive(response, file, start, expected, { ...options, onChunk: () => timer.refresh() });
    } finally {
      await file.close();
    }
  } finally {
    clearTimeout(timer);
    // Ends a connection that is not read to its end.
    silence.abort();
  }
}

/** Where the body of an answer belongs in the file, and how long the file is in all. */
function placeOf(response: Response, { url }: DownloadSource, have: number): { start: number; total?: number } {
  const { status, headers } = response;
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (status === 200) return { start: 0, ...(Number.isSafeInteger(length) ? { total: length } : {}) };
  if (status === 206) {
    const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    if (!match || Number(match[1]) !== have)
      throw new SerError('FILE_ACCESS', `${url} answers with another part of the file than asked for`);
    return { start: have, ...(match[3] === '*' ? {} : { total: Number(match[3]) }) };
  }
  if (status === 404 || status === 410) throw new SerError('NOT_FOUND', `no such file: ${url} (${status})`);
  // A server that is busy may answer the next time, and one that refuses the rest of a file may give the whole.
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
      throw new SerError('FILE_ACCESS', `${response.url} sends more than the ${expected} bytes announced`);
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

/** Refuses to begin what the disk cannot hold. */
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
  let problem =
    source.bytes !== undefined && bytes !== source.bytes ? `${bytes} bytes in place of ${source.bytes}` : '';
  if (source.digest && !problem) {
    const hash = createHash(source.digest.algorithm);
    await pipeline(createReadStream(part), hash);
    const hex = hash.digest('hex');
    if (hex !== source.digest.hex) problem = `${source.digest.algorithm} ${hex} in place of ${source.digest.hex}`;
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

/** What tells one version of the file from another; weak tags do not promise equal bytes. */
function validatorOf({ headers }: Response): string | undefined {
  const tag = headers.get('etag');
  if (tag && !tag.startsWith('W/')) return tag;
  return headers.get('last-modified') ?? undefined;
}

/** The innermost reason: `fetch` hides it. */
function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  return reason instanceof Error ? reason.message : String(reason);
}
