import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { createFrontEnd } from '@ser/dsp';
import { buildModel, SerModel, startBackend } from '@ser/models';
import { DEFAULT_FRONT_END } from '@ser/training';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Recognizer, WorkerRecognizer } from '../contract.js';
import { loadRecognizer } from '../recognizer.js';

const sound = (seconds: number) => ({
  samples: Float32Array.from({ length: 16_000 * seconds }, (_, i) => 0.3 * Math.sin(i / 10) * Math.sin(i / 3000)),
  sampleRate: 16_000,
});
const SOUND = sound(1);

let folder: string;
let local: Recognizer;
let worker: WorkerRecognizer;

beforeAll(async () => {
  await startBackend();
  folder = mkdtempSync(join(tmpdir(), 'ser-worker-'));
  const frontEnd = createFrontEnd(DEFAULT_FRONT_END);
  const { coeffs } = frontEnd;
  const statistics = { mean: new Array(coeffs).fill(0), std: new Array(coeffs).fill(1) };
  const model = new SerModel({
    network: buildModel({ kind: 'cnn', filters: [2] }, { frames: 16, coeffs, classes: 2 }),
    frontEnd: frontEnd.withNormalization(statistics),
    ...{ labels: ['angry', 'sad'], window: { frames: 16, hopFrames: 2, padding: 'wrap' }, temperature: 1 },
    card: { name: 'x', description: 'y', corpora: [], license: 'z' },
  });
  await model.save(folder);
  model.dispose();
  local = await loadRecognizer(folder);
  worker = await loadRecognizer(folder, { worker: true });
});
afterAll(() => {
  local.dispose();
  rmSync(folder, { recursive: true, force: true });
});

it('answers in a worker as in this thread', async () => {
  expect(worker.model).toEqual({ labels: ['angry', 'sad'], card: local.model.card, sampleRate: 16_000 });
  const expected = await local.predict(SOUND);
  expect(await worker.predict(SOUND)).toEqual(expected);
  const speaker = await worker.enroll([SOUND, sound(2)]);
  expect(speaker).toEqual(await local.enroll([SOUND, sound(2)]));
  expect(await worker.predict(SOUND, { speaker })).toEqual(await local.predict(SOUND, { speaker }));
});

it('leaves what the caller gives as it is', async () => {
  const wav = encodeWav(SOUND, { format: 'float32' });
  const expected = await local.predict(SOUND);
  expect(await worker.predict(wav)).toEqual(expected);
  expect(await worker.predict(wav)).toEqual(expected);
  expect(wav.byteLength).toBeGreaterThan(4 * 16_000);
  expect(SOUND.samples.length).toBe(16_000);
});

it('streams from a worker the events of this thread', async () => {
  const events = async (recognizer: Pick<Recognizer, 'stream'>) => {
    const all = [];
    for await (const event of recognizer.stream(sound(3))) all.push(event);
    return all;
  };
  const expected = await events(local);
  expect(expected.length).toBeGreaterThan(0);
  expect(await events(worker)).toEqual(expected);
});

it('names what is wrong with a recording', async () => {
  const silence = { samples: new Float32Array(16_000), sampleRate: 16_000 };
  await expect(worker.predict(silence)).rejects.toMatchObject({
    code: 'INVALID_AUDIO',
    message: 'the recording has no sound: all of its 16000 samples are 0',
    hint: 'Was the microphone muted?',
  });
  await expect(worker.predict(join(folder, 'none.wav'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it.each(['this thread', 'a worker'])('lets other work run while %s predicts, and stops when asked', async (where) => {
  const recognizer = where === 'a worker' ? worker : local;
  const long = sound(120);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await recognizer.predict(long);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);

  const controller = new AbortController();
  const reason = new Error('closed by the user');
  setTimeout(() => controller.abort(reason), 0);
  await expect(recognizer.predict(long, { signal: controller.signal })).rejects.toBe(reason);
  await expect(recognizer.enroll([SOUND], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  expect((await recognizer.predict(SOUND)).label).toMatch(/angry|sad/);
});

it('ends with dispose, which rejects what is not done, and says so afterwards', async () => {
  const other = await loadRecognizer(folder, { worker: true });
  const running = other.predict(sound(60));
  const rejected = expect(running).rejects.toBeInstanceOf(Error);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await other.dispose();
  await rejected;
  const error = { code: 'INVALID_ARGUMENT', message: 'the model x is disposed', hint: 'Load it again.' };
  await expect(other.predict(SOUND)).rejects.toMatchObject(error);
  await expect(other.dispose()).rejects.toMatchObject(error);
});

it('throws what went wrong in loading', async () => {
  await expect(loadRecognizer(join(folder, 'none'), { worker: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const signal = AbortSignal.abort(new Error('no more'));
  await expect(loadRecognizer(folder, { worker: true, signal })).rejects.toThrow('no more');
  await expect(loadRecognizer(folder, { worker: true, workerUrl: 'file:///none.js' })).rejects.toMatchObject({
    code: 'UNSUPPORTED_PLATFORM',
    message: expect.stringContaining('the worker cannot be started'),
  });
});

it.each([false, true])('ends loading from a server that does not answer (worker: %s)', async (inWorker) => {
  const server: Server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model`;
  const load = (options: object) =>
    inWorker ? loadRecognizer(url, { ...options, worker: true }) : loadRecognizer(url, options);
  try {
    await expect(load({ timeoutSeconds: 0.1 })).rejects.toMatchObject({
      code: 'FILE_ACCESS',
      message: `fetching ${url}/model.json took longer than 0.1 s`,
    });
    const reason = new Error('closed');
    await expect(load({ signal: AbortSignal.any([AbortSignal.timeout(9000), soon(reason)]) })).rejects.toBe(reason);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

/** A signal that is aborted after 50 ms. */
function soon(reason: Error): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 50);
  return controller.signal;
}
