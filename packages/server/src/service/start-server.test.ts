import { type ClientRequest, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, ServiceError } from '../client/client.js';
import type { RunningServer, ServerOptions } from '../contract.js';
import { answerAbout, type Calls, scriptedRecognizer } from './scripted-recognizer.fixture.js';
import { startServer } from './start-server.js';

let server: RunningServer;
let calls: Calls;
const lines: string[] = [];

async function start(options: ServerOptions = {}): Promise<void> {
  calls = { now: 0, most: 0 };
  lines.length = 0;
  server = await startServer(scriptedRecognizer(calls), {
    port: 0,
    log: { write: (line) => void lines.push(line) },
    ...options,
  });
}

beforeEach(() => start());
afterEach(() => server.close());

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const post = (body: BodyInit, headers: Record<string, string> = {}, path = '/v1/predict'): Promise<Response> =>
  fetch(new URL(path, server.url), {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/octet-stream', ...headers },
  });

/** Expects an error, and that the service is healthy after it. */
async function expectError(response: Response, status: number, code: string, message: string | RegExp): Promise<void> {
  expect(response.status).toBe(status);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' });
}

/** Sends raw bytes, and returns what comes until the service closes the connection. */
function exchange(text: string, port = new URL(server.url).port): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

describe('POST /v1/predict', () => {
  it('answers for bytes of any type of audio, and for the file of a form', async () => {
    for (const type of ['application/octet-stream', 'audio/wav', 'audio/x-flac', 'video/webm', 'application/ogg']) {
      const response = await post(bytes(0, 0, 0), { 'content-type': type });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual(answerAbout(3));
    }
    const form = new FormData();
    form.set('file', new Blob([bytes(0, 0, 0, 0)]), '../../etc/passwd');
    const response = await fetch(`${server.url}/v1/predict`, { method: 'POST', body: form });
    expect(await response.json()).toEqual(answerAbout(4));
  });

  it('answers for segments if it is asked to', async () => {
    const response = await post(bytes(0), {}, '/v1/predict?segments=true');
    expect(await response.json()).toEqual({ segments: [{ ...answerAbout(1), start: 0, end: 1.5 }] });
    expect(await (await post(bytes(0), {}, '/v1/predict?segments=false')).json()).toEqual(answerAbout(1));
  });

  it('tells whose fault it is', async () => {
    await expectError(await post(bytes(1)), 422, 'INVALID_AUDIO', 'the recording is silent');
    await expectError(await post(bytes(2)), 415, 'UNSUPPORTED_AUDIO', 'longer than 600 s');
    await expectError(await post(bytes(3)), 500, 'INTERNAL', /^the service failed; its log says why$/);
    expect(lines.join('')).toContain('secret');
  });

  it('refuses empty bodies, other types, forms without a file, and wrong parameters', async () => {
    await expectError(await post(''), 400, 'INVALID_ARGUMENT', /empty/);
    await expectError(await post('{}', { 'content-type': 'application/json' }), 415, 'UNSUPPORTED_MEDIA_TYPE', /./);
    await expectError(await post('x', { 'content-type': 'text/html' }), 415, 'UNSUPPORTED_MEDIA_TYPE', /./);
    await expectError(
      await post('x', { 'content-type': 'application/octet-stream-x' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      /./,
    );
    const form = new FormData();
    form.set('other', new Blob([bytes(0)]), 'a.wav');
    const noFile = await fetch(`${server.url}/v1/predict`, { method: 'POST', body: form });
    await expectError(noFile, 400, 'INVALID_ARGUMENT', 'the form has no file');
    const broken = await post('--x\r\nbroken', { 'content-type': 'multipart/form-data; boundary=x' });
    expect(broken.status).toBeGreaterThanOrEqual(400);
    expect(broken.status).toBeLessThan(500);
    await expectError(
      await post(bytes(0), {}, '/v1/predict?segments=1'),
      400,
      'INVALID_ARGUMENT',
      /segments must be true or false, got "1"/,
    );
    await expectError(await post(bytes(0), {}, '/v1/predict?x=1'), 400, 'INVALID_ARGUMENT', 'x is not a parameter');
    await expectError(await post(bytes(0), {}, '/v1/predict?__proto__=1'), 400, 'INVALID_ARGUMENT', /__proto__/);
  });

  it('logs requests as JSON without what was sent', async () => {
    await post(new TextEncoder().encode('my secret words'), { authorization: 'Bearer my-key' });
    const objects = lines.map((line) => JSON.parse(line));
    expect(objects.some(({ req }) => req?.url === '/v1/predict')).toBe(true);
    expect(objects.some(({ res }) => res?.statusCode === 200)).toBe(true);
    expect(lines.join('')).not.toMatch(/secret|my-key/);
  });
});

describe('limits', () => {
  it('refuses a claim of 1 GB before it is sent, and what grows too large on the way', async () => {
    await server.close();
    await start({ maxBytes: 1000 });
    const claim = await exchange(
      'POST /v1/predict HTTP/1.1\r\nhost: x\r\ncontent-type: audio/wav\r\ncontent-length: 1073741824\r\n\r\nabc',
    );
    expect(claim).toMatch(/^HTTP\/1\.1 413 /);
    await expectError(await post(new Uint8Array(1001)), 413, 'TOO_LARGE', /./);
    expect((await post(new Uint8Array(1000))).status).toBe(200);
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(1001)]), 'a.wav');
    const large = await fetch(`${server.url}/v1/predict`, { method: 'POST', body: form });
    await expectError(large, 413, 'TOO_LARGE', /./);
    const chunk = `3e8\r\n${'a'.repeat(1000)}\r\n`;
    const chunked = await exchange(
      `POST /v1/predict HTTP/1.1\r\nhost: x\r\ncontent-type: audio/wav\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`,
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('does as many predictions at a time as there are threads and a queue, and refuses more with 429', async () => {
    await server.close();
    await start({ threads: 2, queue: 2 });
    const slow = bytes(0, 100);
    const answers = Array.from({ length: 4 }, () => post(slow));
    await expect.poll(() => calls.now).toBe(4);
    const refused = await post(slow);
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    await expectError(refused, 429, 'BUSY', 'the service is busy: 2 predictions are waiting');
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
    expect(calls.most).toBe(4);
    expect((await post(bytes(0))).status).toBe(200);
  });

  it('bounds the recordings that are being sent', async () => {
    await server.close();
    await start({ maxBytes: 1000 });
    const open: ClientRequest[] = [];
    const headers = { 'content-type': 'audio/wav', 'content-length': 1000 };
    for (let i = 0; i < 16; i++) {
      const sending = request(`${server.url}/v1/predict`, { method: 'POST', headers });
      sending.on('error', () => {});
      sending.write('a');
      open.push(sending);
    }
    await setTimeout(200);
    await expectError(await post(new Uint8Array(1000)), 429, 'BUSY', /too many recordings are being sent/);
    for (const sending of open) sending.destroy();
    await setTimeout(200);
    expect((await post(new Uint8Array(1000))).status).toBe(200);
  });

  it('ends a request whose body does not come, and an answer that takes too long', async () => {
    await server.close();
    await start({ timeoutSeconds: 1 });
    const slow = await exchange(
      'POST /v1/predict HTTP/1.1\r\nhost: x\r\ncontent-type: audio/wav\r\ncontent-length: 100\r\n\r\nabc',
    );
    expect(slow).toMatch(/^HTTP\/1\.1 408 /);
    expect(await exchange('GET /healthz HTTP/1.1\r\nhost:')).toMatch(/^HTTP\/1\.1 408 /);
    const late = await post(bytes(0, 250));
    expect(late.headers.get('retry-after')).toBe('5');
    await expectError(late, 503, 'TIMEOUT', 'the answer took too long');
  });

  it('refuses options that make no sense', async () => {
    const refused = (options: ServerOptions) => startServer(scriptedRecognizer(), options);
    await expect(refused({ port: -1 })).rejects.toThrow('port must be an integer from 0 to 65535, got -1');
    await expect(refused({ port: 65_536 })).rejects.toThrow('port must be an integer from 0 to 65535, got 65536');
    await expect(refused({ threads: 0 })).rejects.toThrow('threads must be');
    await expect(refused({ apiKey: '' })).rejects.toThrow('apiKey must be');
    await expect(refused({ ports: 1 } as ServerOptions)).rejects.toThrow('ports is not a field');
    await expect(refused({ origins: ['*'] })).rejects.toThrow(
      'origins.0 must be an origin such as https://example.org, got "*"',
    );
  });
});

describe('access', () => {
  it('needs the key where there is one, except for its health', async () => {
    await server.close();
    await start({ apiKey: 'open sesame' });
    for (const path of ['/v1/models', '/metrics', '/openapi.json', '/v1/nothing']) {
      const response = await fetch(server.url + path);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      await expectError(response, 401, 'UNAUTHORIZED', /needs the API key/);
    }
    for (const authorization of ['Bearer open', 'Basic open sesame', 'Bearer', 'open sesame', 'Bearer open sesame!'])
      await expectError(await post(bytes(0), { authorization }), 401, 'UNAUTHORIZED', /./);
    expect((await post(bytes(0), { authorization: 'Bearer open sesame' })).status).toBe(200);
    const client = createClient({ url: server.url, apiKey: 'open sesame' });
    expect(await client.predict(bytes(0))).toEqual(answerAbout(1));
  });

  it('refuses pages of other hosts, unless they are allowed', async () => {
    await expectError(await post(bytes(0), { origin: 'https://evil.example' }), 403, 'FORBIDDEN', /evil\.example/);
    expect((await post(bytes(0), { origin: server.url })).status).toBe(200);
    expect((await post(bytes(0))).headers.get('access-control-allow-origin')).toBeNull();
    await server.close();
    await start({ origins: ['https://app.example'] });
    const allowed = await post(bytes(0), { origin: 'https://app.example' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    await expectError(await post(bytes(0), { origin: 'https://evil.example' }), 403, 'FORBIDDEN', /./);
  });

  it('listens on this machine only by default', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('answers 404 to paths that are not its own, and to tricks', async () => {
    for (const path of ['/', '/v1', '/v1/predict', '/etc/passwd', '/v1/models/..%2f..%2fetc', '/%00', '/__proto__'])
      await expectError(await fetch(server.url + path), 404, 'NOT_FOUND', /there is no GET/);
    for (const path of ['/../../etc/passwd', '//etc/passwd', '/%', '/%zz', '/..%c0%af..%c0%afetc/passwd']) {
      const answer = await exchange(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).not.toContain('root:');
    }
    expect(await exchange('GARBAGE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await exchange(`GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`)).toMatch(/ 431 /);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe('what it says of itself', () => {
  it('describes its models, health and metrics', async () => {
    expect(await createClient({ url: server.url }).models()).toEqual(scriptedRecognizer().models);
    await post(bytes(0));
    await post(bytes(1));
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/ser_request_seconds_count\{route="\/v1\/predict",status="200"\} 1\n/);
    expect(text).toMatch(/ser_request_seconds_count\{route="\/v1\/predict",status="422"\} 1\n/);
    expect(text).toMatch(/ser_predictions_open 0\n/);
    expect(text).toMatch(/process_resident_memory_bytes \d+/);
  });

  it('has a client with types, and errors with their words', async () => {
    const client = createClient({ url: server.url });
    expect(await client.predict(new Blob([bytes(0, 0)]))).toEqual(answerAbout(2));
    expect(await client.predictSegments(bytes(0))).toEqual([{ ...answerAbout(1), start: 0, end: 1.5 }]);
    const error = await client.predict(bytes(1)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ status: 422, code: 'INVALID_AUDIO', hint: 'Speak up.' });
    await expect(client.predict(bytes(0), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('close', () => {
  it('answers what was taken, and takes no more', async () => {
    const answers = Array.from({ length: 5 }, () => post(bytes(0, 30)));
    await expect.poll(() => calls.now).toBe(5);
    const closing = server.close();
    for (const answer of await Promise.all(answers)) {
      expect(answer.status).toBe(200);
      // Else the connection would stay, and with it the service, until the client gives it up.
      expect(answer.headers.get('connection')).toBe('close');
      expect(await answer.json()).toEqual(answerAbout(2));
    }
    await closing;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});
