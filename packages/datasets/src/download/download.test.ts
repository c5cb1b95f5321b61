import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { Random } from '@ser/core';
import { afterEach, expect, it, vi } from 'vitest';
import { failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import { zipBytes } from '../../test/zip-bytes.js';
import { downloadCorpus } from './download-corpus.js';
import { fetchFile } from './fetch-file.js';

const folder = temporaryFolder();
const path = (): string => join(folder.path, 'file.zip');
const random = new Random(1);
const content = Buffer.from(Uint8Array.from({ length: 400_000 }, () => random.integer(256)));
const digest = { algorithm: 'sha256', hex: createHash('sha256').update(content).digest('hex') } as const;
const quick = { retryMs: 1, attempts: 3 };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on this machine; `ranges` lists what was asked for. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, ranges.length);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.zip`, ranges };
}

/** Answers as a good server does, and ends the connection after `limit` bytes. */
function answerWell(request: IncomingMessage, response: ServerResponse, limit = Number.POSITIVE_INFINITY): void {
  const match = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const start = match && request.headers['if-range'] === '"v1"' ? Number(match[1]) : 0;
  const body = content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"v1"',
    'content-length': body.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  if (limit >= body.length) response.end(body);
  else response.write(body.subarray(0, limit), () => setTimeout(() => response.destroy(), 20));
}

const expectWhole = async (): Promise<void> => {
  expect((await readFile(path())).equals(content)).toBe(true);
  expect(await readdir(folder.path)).toEqual(['file.zip']);
};

it('downloads, with progress and checksum', async () => {
  const { url } = await serve((request, response) => answerWell(request, response));
  const done: number[] = [];
  await fetchFile({ url, bytes: content.length, digest }, path(), { onProgress: (event) => done.push(event.total) });
  await expectWhole();
  expect(new Set(done)).toEqual(new Set([1]));
});

it('resumes where a dropped connection ended, each time', async () => {
  const { url, ranges } = await serve((request, response, count) =>
    answerWell(request, response, count <= 5 ? 70_000 : undefined),
  );
  await fetchFile({ url, digest }, path(), quick);
  await expectWhole();
  expect(ranges[0]).toBeUndefined();
  expect(ranges).toHaveLength(6);
  const starts = ranges.slice(1).map((range) => Number(/\d+/.exec(range!)![0]));
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  expect(starts.at(-1)).toBeGreaterThan(200_000);
});

it('resumes in a later call, and begins again when the file has changed since', async () => {
  let tag = '"v1"';
  const { url, ranges } = await serve((request, response, count) => {
    if (tag === '"v1"') return answerWell(request, response, count === 1 ? 100_000 : undefined);
    if (request.headers['if-range'] === tag) return void response.writeHead(500).end();
    response.writeHead(200, { etag: tag, 'content-length': content.length }).end(content);
  });
  expect((await failureOf(fetchFile({ url }, path(), { attempts: 1 }))).hint).toContain(
    'The part that has arrived is kept',
  );
  await fetchFile({ url, digest }, path(), quick);
  expect(ranges[1]).toMatch(/^bytes=\d{5,}-$/);
  await writeFile(`${path()}.part`, 'the start of an older file');
  await writeFile(`${path()}.part.json`, JSON.stringify({ url, validator: '"v0"' }));
  tag = '"v2"';
  await fetchFile({ url, digest }, path(), quick);
  await expectWhole();
});

it('begins again with a server that answers 200 to a range', async () => {
  const { url } = await serve((_request, response, count) => {
    response.writeHead(200, { etag: '"v1"', 'content-length': content.length });
    if (count === 1) response.write(content.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20));
    else response.end(content);
  });
  await fetchFile({ url, digest }, path(), quick);
  await expectWhole();
});

it('refuses another part than asked for', async () => {
  const { url } = await serve((request, response, count) => {
    if (count === 1) return answerWell(request, response, 100_000);
    response.writeHead(206, { 'content-range': `bytes 0-${content.length - 1}/${content.length}` }).end(content);
  });
  expect((await failureOf(fetchFile({ url, digest }, path(), quick))).message).toContain(
    'a different part of the file',
  );
});

it('finds out a server that lies about the length', async () => {
  const short = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': content.length - 1000 }).end(content.subarray(0, -1000));
  });
  const published = { bytes: content.length, digest };
  expect((await failureOf(fetchFile({ url: short.url, ...published }, path(), quick))).message).toContain(
    `${content.length - 1000} bytes instead of ${content.length}`,
  );
  const long = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 2 * content.length });
    response.write(content, () => setTimeout(() => response.destroy(), 20));
  });
  expect((await failureOf(fetchFile({ url: long.url }, path(), quick))).message).toContain('download of');
  const endless = await serve((_request, response) => {
    response.writeHead(200);
    const more = (): void => void response.write(content, () => setImmediate(more));
    more();
  });
  expect((await failureOf(fetchFile({ url: endless.url, ...published }, path(), quick))).message).toContain(
    `more than the expected ${content.length} bytes`,
  );
});

it('refuses content with another checksum and does not keep it', async () => {
  const { url } = await serve((_request, response) => void response.end(Buffer.from(content).reverse()));
  const error = await failureOf(fetchFile({ url, digest }, path(), quick));
  expect(error.message).toMatch(/is not the file that was published: sha256 [0-9a-f]{64} instead of/);
  expect(await readdir(folder.path)).toEqual([]);
});

it('tells a missing file, a server that fails, a silent one, no server, and a full disk apart', async () => {
  const missing = await serve((_request, response) => void response.writeHead(404).end());
  expect((await failureOf(fetchFile({ url: missing.url }, path(), quick))).code).toBe('NOT_FOUND');
  expect(missing.ranges).toHaveLength(1);
  const failing = await serve((_request, response) => void response.writeHead(503).end());
  expect((await failureOf(fetchFile({ url: failing.url }, path(), quick))).message).toContain('answers 503');
  expect(failing.ranges).toHaveLength(3);
  const silent = await serve(() => {});
  const patience = { attempts: 1, silenceMs: 50 };
  expect((await failureOf(fetchFile({ url: silent.url }, path(), patience))).message).toContain('no answer for 50 ms');
  expect((await failureOf(fetchFile({ url: 'http://127.0.0.1:9' }, path(), patience))).code).toBe('FILE_ACCESS');
  const huge = await serve(
    (_request, response) => void response.writeHead(200, { 'content-length': 9e15 }).flushHeaders(),
  );
  expect((await failureOf(fetchFile({ url: huge.url }, path(), quick))).message).toContain('not enough space');
  await expect(fetchFile({ url: silent.url }, path(), { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});

const archive = (): Uint8Array =>
  zipBytes([
    { name: 'wav/03a01Fa.wav', content: encodeWav({ samples: new Float32Array(80).fill(0.1), sampleRate: 16_000 }) },
    { name: 'erkennung.txt', content: 'x' },
  ]);

it('downloads a corpus after its license was accepted, once', async () => {
  const { url } = await serve((_request, response) => void response.end(archive()));
  const asked: string[] = [];
  const dir = join(folder.path, 'emodb');
  const accept = (answer: boolean) => ({
    from: { url },
    accept: ({ license }: { license: string }) => asked.push(license) > 0 && answer,
  });
  const refused = await failureOf(downloadCorpus('emodb', dir, accept(false)));
  expect(refused).toMatchObject({ code: 'ABORTED' });
  expect(refused.message).toContain('was not accepted');
  expect(await readdir(folder.path)).toEqual([]);
  for (let i = 0; i < 2; i++) {
    const result = await downloadCorpus('emodb', dir, accept(true));
    expect(result).toMatchObject({ verdict: 'not-official', altered: [{ path: 'wav/03a01Fa.wav' }] });
    expect(result?.missing).toHaveLength(534);
  }
  expect(asked).toHaveLength(2);
  expect((await readdir(dir)).sort()).toEqual(['.license-accepted.json', 'erkennung.txt', 'wav']);
});

it('extracts nothing of a hostile archive', async () => {
  const { url } = await serve(
    (_request, response) => void response.end(zipBytes([{ name: '../../evil', content: 'x' }])),
  );
  const dir = join(folder.path, 'a/emodb');
  expect((await failureOf(downloadCorpus('emodb', dir, { from: { url }, accept: () => true }))).code).toBe(
    'INVALID_CORPUS',
  );
  expect((await readdir(folder.path, { recursive: true })).filter((name) => name.includes('evil'))).toEqual([]);
  expect((await failureOf(downloadCorpus('imdb', dir, { accept: () => true }))).message).toContain(
    'emodb, ravdess, tess',
  );
});

it('takes one download into a folder at a time', async () => {
  let answer: (accepted: boolean) => void = () => {};
  const first = downloadCorpus('ravdess', folder.path, { accept: () => new Promise((resolve) => (answer = resolve)) });
  first.catch(() => {});
  await vi.waitFor(() => expect(existsSync(join(folder.path, '.download.lock'))).toBe(true));
  const error = await failureOf(downloadCorpus('ravdess', folder.path, { accept: () => true }));
  expect(error).toMatchObject({ code: 'FILE_ACCESS', message: expect.stringContaining('is in use by this process') });
  answer(false);
  await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
  expect(existsSync(join(folder.path, '.download.lock'))).toBe(false);
});
