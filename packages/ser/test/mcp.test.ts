import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRecognizer, type Recognizer } from '../src/index.js';
import { BIN, expectRefusal, startSer } from './command.fixture.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ser-mcp-')));
let recognizer: Recognizer;
const clip = (i: number): string => join(folder, `clip-${i}.wav`);

beforeAll(async () => {
  recognizer = await loadRecognizer();
  const corpus = syntheticCorpus();
  for (const i of [0, 1, 2]) writeFileSync(clip(i), encodeWav(await corpus.read(corpus.utterances[i]!)));
  const speech = await corpus.read(corpus.utterances[0]!);
  const pause = new Float32Array(speech.sampleRate);
  const parts = Array.from({ length: 20 }, () => [...speech.samples, ...pause]).flat();
  writeFileSync(
    join(folder, 'long.wav'),
    encodeWav({ samples: Float32Array.from(parts), sampleRate: speech.sampleRate }),
  );
}, 60_000);

afterAll(() => {
  recognizer?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

interface Connection {
  readonly client: Client;
  close(): Promise<void>;
}

async function connectStdio(): Promise<Connection> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [BIN, 'mcp', '--root', folder],
    stderr: 'inherit',
  });
  // A line on standard output that is no message would come here.
  const stray: Error[] = [];
  client.onerror = (error) => void stray.push(error);
  await client.connect(transport);
  return {
    client,
    async close() {
      await client.close();
      expect(stray).toEqual([]);
    },
  };
}

async function connectHttp(): Promise<Connection> {
  const { child, outcome } = startSer(folder, ['mcp', '--http', '--port', '0', '--root', folder]);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (text: string) => {
      const found = /http:\S+mcp/.exec(text)?.[0];
      if (found) resolve(found);
    });
    void outcome.then(({ stderr }) => reject(new Error(stderr)));
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)) as Transport);
  return {
    client,
    async close() {
      await client.close();
      child.kill('SIGTERM');
      expect(await outcome).toMatchObject({ code: 0, stderr: '' });
    },
  };
}

describe.each([
  ['stdio', connectStdio],
  ['streamable HTTP', connectHttp],
])('ser mcp over %s', (_, connect) => {
  let connection: Connection;
  const call = async (name: string, args: Record<string, unknown>): Promise<CallToolResult> =>
    (await connection.client.callTool({ name, arguments: args })) as CallToolResult;

  beforeAll(async () => {
    connection = await connect();
    await connection.client.listTools(); // From here on, the client checks answers by their schemas.
  }, 60_000);
  afterAll(() => connection?.close());

  it('answers as predict does', async () => {
    const { label, confidence, probabilities } = await recognizer.predict(clip(0));
    const result = await call('recognize_emotion', { path: clip(0) });
    expect(result.structuredContent).toMatchObject({
      segments: 1,
      answers: [{ start: 0, label, confidence, top: probabilities.slice(0, 3) }],
      cautions: [expect.stringContaining('not a fact about a person'), expect.stringContaining('CC')],
    });
  });

  it('answers for a speaker as predict does with a profile', async () => {
    const clips = [{ path: 'clip-1.wav' }, { path: 'clip-2.wav' }];
    await call('enroll_speaker', { name: 'anna', clips });
    const speaker = await recognizer.enroll([clip(1), clip(2)]);
    const { label, confidence } = await recognizer.predict(clip(0), { speaker });
    const result = await call('recognize_emotion', { path: 'clip-0.wav', speaker: 'anna' });
    expect(result.structuredContent).toMatchObject({ answers: [{ label, confidence }] });
    expect(confidence).not.toBe((await recognizer.predict(clip(0))).confidence);
  });

  it('answers for the segments of a long recording as predictSegments does', async () => {
    const expected = [];
    for await (const { start, end, label } of recognizer.predictSegments(join(folder, 'long.wav')))
      expected.push({ start, end, label });
    expect(expected.length).toBeGreaterThan(5);
    const result = await call('recognize_emotion', { path: 'long.wav' });
    expect(result.structuredContent).toMatchObject({ segments: expected.length, answers: expected });
  });

  it('describes the model, and reports errors with their hints', async () => {
    const { name, license } = recognizer.model.card;
    expect((await call('describe_model', {})).structuredContent).toMatchObject({
      name,
      license,
      emotions: recognizer.model.labels,
      speakers: ['anna'],
    });
    const refused = await call('recognize_emotion', { path: BIN });
    expect(refused).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining(`Allowed: ${folder}`) }],
    });
  });
});

it('refuses a port without --http, and a root that does not exist', async () => {
  expectRefusal(await startSer(folder, ['mcp', '--port', '1']).outcome, /--port is given without --http/);
  expectRefusal(await startSer(folder, ['mcp', '--root', 'none']).outcome, /no such folder: .*none/);
});
