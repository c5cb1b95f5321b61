import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { writeWav } from '@ser/audio/node';
import { parseCsv } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { Run } from '@ser/experiments';
import { loadRecognizer } from 'ser';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

/** Runs an example as `npx tsx name.ts …` does. */
const run = <T>(load: () => Promise<T>, ...args: string[]): Promise<T> => {
  process.argv = ['node', 'example.ts', ...args];
  return load();
};

it('extract-mfcc.ts writes frames of 13 MFCCs with their deltas', async () => {
  const file = join(folder, 'mfcc.csv');
  const clip = join(folder, 'mfcc.wav');
  const corpus = syntheticCorpus();
  await writeWav(clip, await corpus.read(corpus.utterances[3]!));
  const { coefficients, velocity, acceleration } = await run(() => import('./extract-mfcc.js'), clip, file);
  const [heading, ...rows] = parseCsv(readFileSync(file, 'utf8')).map(({ fields }) => fields);
  expect(heading!.filter((_, i) => [0, 1, 13, 14, 27, 39].includes(i))).toEqual([
    'time',
    'mfcc0',
    'mfcc12',
    'delta0',
    'delta2_0',
    'delta2_12',
  ]);
  expect(rows).toHaveLength(coefficients.frames);
  expect(rows[50]!.map(Number)).toEqual([
    0.5,
    ...[coefficients, velocity, acceleration].flatMap(({ data }) => Array.from(data.subarray(50 * 13, 51 * 13))),
  ]);
  expect(coefficients.coeffs).toBe(13);
  expect(coefficients.frames).toBeGreaterThan(100);
  expect(velocity.data).toHaveLength(coefficients.data.length);
  expect(acceleration.data).toHaveLength(coefficients.data.length);
  expect(coefficients.data.every(Number.isFinite)).toBe(true);
  expect(printed[0]).toMatch(/s → \d+ frames of 13 MFCCs, written to .*mfcc\.csv$/);
});

it('train-lstm.ts saves a model with which predict-a-file.ts predicts a file', async () => {
  const model = join(folder, 'lstm');
  const { losses, loaded } = await run(() => import('./train-lstm.js'), model);
  expect(losses.at(-1)!).toBeLessThan(losses[0]!);
  expect(loaded.labels).toEqual(['angry', 'neutral', 'sad']);

  const clip = join(folder, 'clip.wav');
  const corpus = syntheticCorpus();
  await writeWav(clip, await corpus.read(corpus.utterances[0]!));
  const { prediction } = await run(() => import('./predict-a-file.js'), model, clip);
  expect(loaded.labels).toContain(prediction.label);
  expect(prediction.probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
});

it('evaluate-honestly.ts evaluates on unseen speakers, and warns of shared speakers', async () => {
  const { honest, flattering } = await run(() => import('./evaluate-honestly.js'));
  expect(honest.predictions).toHaveLength(180);
  expect(honest.metrics.uar.value).toBeGreaterThan(0.5);
  expect(honest.config.speakerIndependent).toBe(true);
  expect(flattering.config.speakerIndependent).toBe(false);
  expect(printed.join('\n')).toMatch(/speaker/i);
});

/** The lines that an example promises in comments behind `console.log`. */
const promised = (name: string): string[] =>
  [...readFileSync(new URL(name, import.meta.url), 'utf8').matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(
    ([, line]) => line!,
  );

it('study-in-a-script.ts evaluates, writes the run, and prints what its comments say', async () => {
  const out = join(folder, 'study');
  const { run: evaluated } = await run(() => import('./study-in-a-script.js'), out);
  expect(printed.slice(0, 2)).toEqual(promised('study-in-a-script.ts'));
  expect((await Run.read(out)).metrics.uar).toEqual(evaluated.metrics.uar);
});

it('custom-model.ts evaluates its own network and features and compares them', async () => {
  const { own, comparison } = await run(() => import('./custom-model.js'));
  expect(printed.slice(0, 2)).toEqual(promised('custom-model.ts'));
  expect(comparison.uar.b).toBeCloseTo(own.metrics.uar.value, 12);
});

it('custom-corpus.ts reads its own names and evaluates on unseen speakers', async () => {
  const { corpus, run: evaluated } = await run(() => import('./custom-corpus.js'));
  expect(printed.slice(0, 3)).toEqual(promised('custom-corpus.ts'));
  expect((await corpus.read(corpus.utterances[0]!)).sampleRate).toBe(16_000);
  expect(evaluated.config).toMatchObject({ corpus: 'mine', speakerIndependent: true });
  expect(evaluated.metrics.uar.value).toBeGreaterThan(0.5);
});

it('transfer-learning.ts begins where the base model ended, and saves the fine-tuned model', async () => {
  const { tuned, fromScratch } = await run(() => import('./transfer-learning.js'));
  expect(printed[0]).toBe(promised('transfer-learning.ts')[0]);
  expect(tuned.history.epochs[0]!.loss).toBeLessThan(fromScratch.history.epochs[0]!.loss);
  expect(tuned.model.labels).toEqual(['angry', 'neutral', 'sad']);
});

it('worker.ts answers as a recognizer of this thread does, while this thread has turns', async () => {
  const { answers, free } = await run(() => import('./worker.js'));
  const corpus = syntheticCorpus({ speakers: 2, emotions: ['angry', 'sad'], utterancesPerEmotion: 1 });
  const recognizer = await loadRecognizer();
  const here = await recognizer.predict(await corpus.read(corpus.utterances[0]!));
  await recognizer.dispose();
  expect(answers).toHaveLength(corpus.utterances.length);
  expect(answers[0]!.label).toBe(here.label);
  expect(answers[0]!.confidence).toBeCloseTo(here.confidence, 4);
  expect(free).toBeGreaterThan(0);
});

it('fastify-route.ts answers a recording, and says what is wrong with another', async () => {
  const { app, address } = await run(() => import('./fastify-route.js'), '0');
  const post = (body: Uint8Array<ArrayBuffer>) =>
    fetch(`${address}/emotion`, { method: 'POST', headers: { 'content-type': 'audio/wav' }, body });
  const corpus = syntheticCorpus();
  const clip = new Uint8Array(encodeWav(await corpus.read(corpus.utterances[0]!)));
  const good = await post(clip);
  expect(good.status).toBe(200);
  expect(await good.json()).toMatchObject({ label: expect.any(String), confidence: expect.any(Number) });
  const bad = await post(clip.slice(0, 20));
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({ code: 'INVALID_AUDIO' });
  await app.close();
});
