import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult, JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { McpOptions } from '../contract.js';
import { type Heard, scriptedRecognizer } from '../scripted-recognizer.fixture.js';
import { type RunningMcpServer, serveHttp } from './serve-http.js';
import { serveStdio } from './serve-stdio.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'ser-mcp-')));
afterAll(() => rmSync(root, { recursive: true }));
writeFileSync(join(root, 'clip.wav'), Uint8Array.of(9, 9, 9));
writeFileSync(join(root, 'hour.wav'), Uint8Array.of(3, 120));

const base64 = (...bytes: number[]): string => Buffer.from(bytes).toString('base64');

/** A client of the SDK at one end of two pipes. */
class PipeTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #buffer = new ReadBuffer();

  constructor(
    readonly input: PassThrough,
    readonly output: PassThrough,
  ) {}

  async start(): Promise<void> {
    this.output.on('data', (chunk: Buffer) => {
      this.#buffer.append(chunk);
      for (let message = this.#buffer.readMessage(); message; message = this.#buffer.readMessage())
        this.onmessage?.(message);
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.input.write(serializeMessage(message));
  }

  async close(): Promise<void> {
    this.input.end();
    this.onclose?.();
  }
}

interface Connection {
  readonly client: Client;
  close(): Promise<void>;
}

let heard: Heard;
let logged: string;
const options: McpOptions = {
  roots: [root],
  maxBytes: 1000,
  maxSeconds: 1200,
  version: '1.2.3',
  log: { write: (line) => (logged += line) },
};
const newClient = () => new Client({ name: 'test', version: '1' });

async function connectStdio(): Promise<Connection> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = serveStdio(scriptedRecognizer(heard), options, { input, output });
  const client = newClient();
  await client.connect(new PipeTransport(input, output));
  return {
    client,
    async close() {
      await client.close();
      await served;
    },
  };
}

async function connectHttp(): Promise<Connection> {
  const server = await serveHttp(scriptedRecognizer(heard), { ...options, port: 0 });
  const client = newClient();
  await client.connect(new StreamableHTTPClientTransport(new URL(server.url)) as Transport);
  return {
    client,
    async close() {
      await client.close();
      await server.close();
    },
  };
}

const textOf = ({ content }: CallToolResult): string => content.map((part) => (part as { text: string }).text).join('');

beforeEach(() => {
  heard = { recordings: [], stopped: 0 };
  logged = '';
});

describe.each([
  ['stdio', connectStdio],
  ['streamable HTTP', connectHttp],
])('over %s', (_, connect) => {
  let connection: Connection;
  const call = (name: string, args: Record<string, unknown> = {}) =>
    connection.client.callTool({ name, arguments: args }) as Promise<CallToolResult>;
  beforeEach(async () => {
    connection = await connect();
  });
  afterEach(() => connection.close());

  it('names itself and its tools, each with the schemas of its input and output', async () => {
    expect(connection.client.getServerVersion()).toMatchObject({ name: 'ser', version: '1.2.3' });
    expect(connection.client.getInstructions()).toContain('guesses');
    const { tools } = await connection.client.listTools();
    expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['recognize_emotion', true],
      ['describe_model', true],
      ['enroll_speaker', false],
    ]);
    expect(tools[0]!.inputSchema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { path: { type: 'string' }, base64: { type: 'string' }, speaker: { type: 'string' } },
    });
    expect(tools[2]!.inputSchema).toMatchObject({ required: ['name', 'clips'] });
  });

  it('recognizes a file: label, confidence, the first three, cautions and license, as data and in words', async () => {
    await connection.client.listTools(); // From here on, the client checks answers by their schemas.
    const result = await call('recognize_emotion', { path: 'clip.wav' });
    expect(heard.recordings).toEqual([join(root, 'clip.wav')]);
    expect(result.structuredContent).toEqual({
      answers: [
        {
          start: 0,
          end: 1.5,
          label: 'angry',
          confidence: 0.625,
          top: [
            { label: 'angry', probability: 0.625 },
            { label: 'sad', probability: 0.25 },
            { label: 'happy', probability: 0.0625 },
          ],
          warnings: [],
        },
      ],
      segments: 1,
      seconds: [{ label: 'angry', seconds: 1.5 }],
      notes: ['3 bytes'],
      cautions: [
        expect.stringContaining('An emotion in a voice is not a fact about a person'),
        'The weights of the model scripted are licensed CC BY 4.0.',
      ],
    });
    expect(textOf(result).split('\n').slice(0, 2)).toEqual([
      '0.00-1.50 s: sounds angry (63 %; then sad 25 %, happy 6 %).',
      'Note: 3 bytes',
    ]);
    expect(textOf(result)).toContain('CC BY 4.0');
  });

  it('recognizes base64, and says when and why it is uncertain', async () => {
    const result = await call('recognize_emotion', { base64: base64(4, 0) });
    expect(heard.recordings).toEqual([Uint8Array.of(4, 0)]);
    const { answers, seconds } = result.structuredContent as { answers: object[]; seconds: object[] };
    expect(answers[0]).toMatchObject({ uncertain: { reason: 'too-noisy', message: 'the speech is too noisy' } });
    expect(seconds).toEqual([]);
    expect(textOf(result)).toContain(
      '0.00-1.50 s: uncertain (the speech is too noisy); the best guess is angry (63 %; then sad 25 %, happy 6 %). Warning: 2 % of the samples are clipped.',
    );
  });

  it('answers for the segments of a long recording, counts those it does not list, and reports progress', async () => {
    const progress: number[] = [];
    const result = (await connection.client.callTool(
      { name: 'recognize_emotion', arguments: { path: 'hour.wav' } },
      undefined,
      { onprogress: ({ progress: seconds }) => progress.push(seconds) },
    )) as CallToolResult;
    expect(result.structuredContent).toMatchObject({ segments: 120, seconds: [{ label: 'angry', seconds: 240 }] });
    expect((result.structuredContent as { answers: object[] }).answers).toHaveLength(100);
    expect(textOf(result)).toContain(
      '20 more segments are not listed.\nOver all segments that are certain: angry 240.0 s',
    );
    expect(progress).toEqual(Array.from({ length: 40 }, (_, i) => 30 * (i + 1)));
  });

  it('describes the model and lists who is enrolled', async () => {
    await call('enroll_speaker', { name: 'anna', clips: [{ path: 'clip.wav' }] });
    const result = await call('describe_model');
    expect(result.structuredContent).toMatchObject({
      name: 'scripted',
      emotions: ['angry', 'bored', 'happy', 'sad'],
      license: 'CC BY 4.0',
      metrics: { uar: 0.5 },
      notes: ['It hears nothing.'],
      speakers: ['anna'],
    });
    expect(textOf(result)).toContain('Emotions: angry, bored, happy, sad.');
  });

  it('enrolls a speaker for later recordings', async () => {
    const enrolled = await call('enroll_speaker', {
      name: 'anna',
      clips: [{ path: 'clip.wav' }, { base64: base64(7) }],
    });
    expect(enrolled.structuredContent).toEqual({
      speaker: 'anna',
      clips: 2,
      replaced: false,
      notes: ['recording 1: quiet'],
    });
    const adapted = await call('recognize_emotion', { path: 'clip.wav', speaker: 'anna' });
    expect(adapted.structuredContent).toMatchObject({ speaker: 'anna', answers: [{ label: 'of 3,1' }] });
    const again = await call('enroll_speaker', { name: 'anna', clips: [{ base64: base64(7, 7) }] });
    expect(again.structuredContent).toMatchObject({ replaced: true });
    expect((await call('recognize_emotion', { path: 'clip.wav', speaker: 'anna' })).structuredContent).toMatchObject({
      answers: [{ label: 'of 2' }],
    });
  });

  it.each([
    ['a path outside of the roots', { path: '/etc/passwd' }, /^path must be a file in an allowed folder.*\nAllowed: /],
    ['a file that does not exist', { path: 'no.wav' }, /^no such file: no\.wav/],
    ['a recording that cannot be used', { base64: base64(1) }, /^the recording is silent\nSpeak up\.$/],
    ['a recording that is too long', { base64: base64(3, 200) }, /^the recording lasts more than 1200 s$/],
    ['too many bytes', { base64: base64(...new Array(1003).fill(9)) }, /^base64 holds more than 1000 bytes\n/],
    ['neither path nor base64', {}, /^a recording needs either path or base64, got none\n/],
    ['an unknown argument', { file: 'clip.wav' }, /^file is not a field\nthe arguments has path, base64, speaker\./],
    ['an argument of another type', { path: 7 }, /^path must be a path, got 7$/],
    [
      'a speaker who is not enrolled',
      { path: 'clip.wav', speaker: 'bob' },
      /no speaker is enrolled\nCall enroll_speaker/,
    ],
  ])('reports %s as an error of the tool, and stays healthy', async (_, args, message) => {
    const failed = await call('recognize_emotion', args);
    expect(failed.isError).toBe(true);
    expect(failed.structuredContent).toBe(undefined);
    expect(textOf(failed)).toMatch(message);
    expect((await call('recognize_emotion', { path: 'clip.wav' })).isError).toBe(undefined);
    expect(logged).toBe('');
  });

  it('keeps the details of its faults for its log', async () => {
    const failed = await call('recognize_emotion', { base64: base64(2) });
    expect(failed).toMatchObject({ isError: true });
    expect(textOf(failed)).toBe('The server failed; its log says why.');
    expect(logged).toContain('secret');
    expect((await call('recognize_emotion', { path: 'clip.wav' })).isError).toBe(undefined);
  });

  it('refuses names of speakers that are none, and more clips than it takes', async () => {
    for (const name of ['', 'a\nb', 'x'.repeat(65)])
      expect(textOf(await call('enroll_speaker', { name, clips: [{ path: 'clip.wav' }] }))).toMatch(
        /^name must be a name/,
      );
    for (const clips of [[], new Array(21).fill({ path: 'clip.wav' })])
      expect(textOf(await call('enroll_speaker', { name: 'a', clips }))).toMatch(/^clips must be a list of /);
    expect(textOf(await call('enroll_speaker', { name: 'a', clips: [{ path: '../x.wav' }] }))).toMatch(
      /^clips\.0\.path must/,
    );
    expect((await call('describe_model')).structuredContent).toMatchObject({ speakers: [] });
  });

  it('keeps 64 speakers', async () => {
    const enroll = (name: string) => call('enroll_speaker', { name, clips: [{ path: 'clip.wav' }] });
    for (let i = 0; i < 64; i++) await enroll(`speaker ${i}`);
    expect(textOf(await enroll('one more'))).toMatch(/^64 speakers are enrolled/);
    expect((await enroll('speaker 5')).structuredContent).toMatchObject({ replaced: true });
  });

  it('names the tools if one does not exist', async () => {
    await expect(call('recognise_emotion')).rejects.toThrow('did you mean recognize_emotion?');
    await expect(call('delete_everything')).rejects.toThrow('recognize_emotion, describe_model, enroll_speaker');
  });
});

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};
const recognize = (id: number, ...bytes: number[]) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'recognize_emotion', arguments: { base64: base64(...bytes) } },
});

describe('serveStdio', () => {
  it('stops a call that its client gives up', async () => {
    const { client, close } = await connectStdio();
    const controller = new AbortController();
    const args = { name: 'recognize_emotion', arguments: { base64: base64(5) } };
    const answer = client.callTool(args, undefined, { signal: controller.signal });
    while (heard.recordings.length === 0) await setTimeout(5);
    controller.abort('enough');
    await expect(answer).rejects.toThrow('enough');
    while (heard.stopped === 0) await setTimeout(5);
    await close();
  });

  /** Sends lines, and returns what the server writes until it ends. */
  async function talk(text: string): Promise<{ id: number; result?: CallToolResult }[]> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const served = serveStdio(scriptedRecognizer(heard), options, { input, output });
    input.end(text);
    await served;
    output.end();
    const lines = (await output.toArray()).join('').trim().split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  }

  it('answers all calls before it ends with its input, and writes nothing else', async () => {
    const lines = [INITIALIZE, recognize(2, 9), recognize(3, 9, 9)].map((message) => `${JSON.stringify(message)}\n`);
    const answers = await talk(lines.join(''));
    expect(answers.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(answers[2]!.result!.structuredContent).toMatchObject({ notes: ['2 bytes'] });
  });

  it('logs a line that is no message, and answers the next', async () => {
    const answers = await talk(`${JSON.stringify(INITIALIZE)}\n{"half\n[]\n${JSON.stringify(recognize(2, 9))}\n`);
    expect(answers.map(({ id }) => id)).toEqual([1, 2]);
    expect(logged).toMatch(/JSON/);
  });

  it('ends at a message that is larger than any recording it takes', async () => {
    expect(await talk('x'.repeat(2 ** 20 + 2000))).toEqual([]);
    expect(logged).toMatch(/maximum size of 1049912 bytes/);
  });
});

describe('serveHttp', () => {
  let server: RunningMcpServer;
  beforeEach(async () => {
    server = await serveHttp(scriptedRecognizer(heard), { ...options, port: 0 });
  });
  afterEach(() => server.close());

  interface Sent {
    readonly headers?: Record<string, string>;
    readonly method?: string;
    readonly path?: string;
    readonly body?: string;
  }
  const send = ({ headers = {}, method = 'POST', path = '/mcp', body = JSON.stringify(INITIALIZE) }: Sent) => {
    const sent = request(new URL(path, server.url), {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    });
    const answer = new Promise<{ status: number; text: string; headers: object }>((resolve, reject) => {
      sent.on('error', reject);
      sent.on('response', (response) => {
        const { statusCode, headers } = response;
        const settled = (chunks: string[]) => resolve({ status: statusCode!, text: chunks.join(''), headers });
        response.setEncoding('utf8').toArray().then(settled, reject);
      });
    });
    sent.end(body);
    return { sent, answer };
  };
  const port = () => new URL(server.url).port;

  it('answers this machine by any of its names', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      const local = `${host}:${port()}`;
      const { answer } = send({ headers: { host: local, origin: `http://${local}` } });
      expect((await answer).status, host).toBe(200);
    }
  });

  it.each([
    ['another host (DNS rebinding)', () => ({ host: `evil.example:${port()}` })],
    ['this machine at another port', () => ({ host: '127.0.0.1:1' })],
    ['a host that is none', () => ({ host: 'a b' })],
    ['the page of another host', () => ({ origin: 'https://evil.example' })],
    ['the page of another port', () => ({ origin: 'http://localhost:1' })],
    ['a page without an origin', () => ({ origin: 'null' })],
  ])('refuses %s', async (_, headers) => {
    const { status, text } = await send({ headers: headers() }).answer;
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0', error: { message: expect.any(String) }, id: null });
    expect(heard.recordings).toEqual([]);
  });

  it('refuses other paths, methods, types and bodies', async () => {
    expect((await send({ path: '/' }).answer).status).toBe(404);
    for (const method of ['GET', 'DELETE']) {
      const refused = await send({ method }).answer;
      expect(refused).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    }
    expect((await send({ headers: { 'content-type': 'text/plain' } }).answer).status).toBe(415);
    expect((await send({ body: '{"half' }).answer).status).toBe(400);
    expect((await send({ body: `"${'x'.repeat(2 ** 20 + 2000)}"` }).answer).status).toBe(413);
    expect((await send({}).answer).status).toBe(200);
  });

  it('takes 8 requests at a time, and stops a call whose client is gone', async () => {
    const waiting = Array.from({ length: 8 }, () => send({ body: JSON.stringify(recognize(2, 5)) }));
    for (const { answer } of waiting) answer.catch(() => {});
    while (heard.recordings.length < 8) await setTimeout(5);
    expect(await send({}).answer).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    for (const { sent } of waiting) sent.destroy();
    while (heard.stopped < 8) await setTimeout(5);
    expect((await send({}).answer).status).toBe(200);
  });

  it('refuses a port that is taken and options out of range', async () => {
    const taken = serveHttp(scriptedRecognizer(heard), { port: Number(port()) });
    await expect(taken).rejects.toThrow('EADDRINUSE');
    await expect(serveHttp(scriptedRecognizer(heard), { port: 65_536 })).rejects.toThrow('port must be an integer');
    await expect(serveStdio(scriptedRecognizer(heard), { maxSeconds: 0 })).rejects.toThrow('maxSeconds must be');
  });
});
