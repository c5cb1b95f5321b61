import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { encodeWav, resampleAudio } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { createClient, parseEvent, type SerClient, type ServedEvent } from '@ser/server/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { loadRecognizer, type Recognizer } from '../src/index.js';
import { type RunningCommand, startSer } from './command.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-serve-'));
const KEY = 'open sesame';
let recognizer: Recognizer;
let running: RunningCommand;
let url: string;
let client: SerClient;
let wav: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const corpus = syntheticCorpus();
  wav = new Uint8Array(encodeWav(await corpus.read(corpus.utterances[0]!)));
  writeFileSync(join(folder, 'key'), `${KEY}\n`);
  recognizer = await loadRecognizer();
  running = startSer(folder, [
    'serve',
    '--port',
    '0',
    '--threads',
    '2',
    '--api-key-file',
    'key',
    '--max-seconds',
    '40',
  ]);
  url = await new Promise<string>((resolve, reject) => {
    running.child.stdout!.on('data', (text: string) => {
      const found = /http:\S+\d/.exec(text)?.[0];
      if (found) resolve(found);
    });
    void running.outcome.then(({ stderr }) => reject(new Error(stderr)));
  });
  client = createClient({ url, apiKey: KEY });
}, 120_000);

afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.outcome;
  recognizer?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('ser serve', () => {
  it('gives the answers of predict and predictSegments', async () => {
    expect(await client.predict(wav)).toEqual(JSON.parse(JSON.stringify(await recognizer.predict(wav))));
    const [segment] = await client.predictSegments(wav);
    expect(segment).toMatchObject({ start: 0, label: (await recognizer.predict(wav)).label });
    const [model] = await client.models();
    expect(model).toMatchObject({ name: recognizer.model.card.name, labels: recognizer.model.labels });
  });

  it('streams the events of stream', async () => {
    const audio = resampleAudio(await syntheticCorpusClip(), 16_000);
    const padded = new Float32Array(audio.samples.length + 16_000);
    padded.set(audio.samples, 8000);
    const integers = Int16Array.from(padded, (x) => Math.max(-32_768, Math.min(32_767, Math.round(32_768 * x))));
    const expected: unknown[] = [];
    for await (const event of recognizer.stream([integers], { sampleRate: 16_000 })) expected.push(event);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/stream?sampleRate=16000`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    const events: ServedEvent[] = [];
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => {
        for (let at = 0; at < integers.length; at += 1600) socket.send(integers.slice(at, at + 1600));
        socket.send('{"kind":"end"}');
      });
      socket.on('message', (data) => {
        const event = parseEvent(data.toString());
        if (event) events.push(event);
        else resolve();
      });
      socket.on('error', reject);
    });
    expect(events).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(events.at(-1)).toMatchObject({ kind: 'final' });
  });

  it('refuses what is no recording, too long, or without the key, and stays healthy', async () => {
    await expect(client.predict(new Uint8Array(1000))).rejects.toMatchObject({
      status: 422,
      code: 'INVALID_AUDIO',
    });
    const long = new Uint8Array(encodeWav({ samples: new Float32Array(41 * 8000).fill(0.1), sampleRate: 8000 }));
    await expect(client.predict(long)).rejects.toMatchObject({ status: 415, message: expect.stringContaining('40 s') });
    await expect(client.predictSegments(long)).rejects.toMatchObject({
      status: 415,
      message: expect.stringContaining('40 s'),
    });
    const silent = new Uint8Array(encodeWav({ samples: new Float32Array(8000), sampleRate: 8000 }));
    await expect(client.predict(silent)).rejects.toMatchObject({ status: 422, code: 'INVALID_AUDIO' });
    await expect(createClient({ url }).predict(wav)).rejects.toMatchObject({ status: 401 });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('answers every request it has taken when it is stopped', async () => {
    const before = await predictionsTaken();
    const answers = Array.from({ length: 20 }, () => client.predict(wav));
    while ((await predictionsTaken()) < before + answers.length) await setTimeout(5);
    running.child.kill('SIGTERM');
    const expected = JSON.parse(JSON.stringify(await recognizer.predict(wav)));
    for (const answer of await Promise.all(answers)) expect(answer).toEqual(expected);
    expect(await running.outcome).toMatchObject({ code: 0 });
    const log = (await running.outcome).stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(log.some(({ req }) => req?.url === '/v1/predict')).toBe(true);
    expect((await running.outcome).stderr).not.toContain(KEY);
  });
});

/** The requests for predictions that the service has read: those it works at, and those it has answered. */
async function predictionsTaken(): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${KEY}` } });
  const metrics = await response.text();
  const open = Number(/^ser_predictions_open (\d+)/m.exec(metrics)![1]);
  const answered = metrics.matchAll(/^ser_request_seconds_count\{route="\/v1\/predict",.*\} (\d+)/gm);
  return [...answered].reduce((sum, [, count]) => sum + Number(count), open);
}

async function syntheticCorpusClip() {
  const corpus = syntheticCorpus();
  return corpus.read(corpus.utterances[3]!);
}
