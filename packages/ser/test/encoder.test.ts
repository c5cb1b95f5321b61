import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { parseCsv } from '@ser/core';
import { extractFeatures, syntheticCorpus } from '@ser/datasets';
import { folderCorpus } from '@ser/datasets/node';
import type { FrontEndConfig } from '@ser/dsp';
import { openEncoder } from '@ser/encoders';
import { SerModel, startBackend } from '@ser/models';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENCODER_FILE, FEATURE } from '../../encoders/test/encoder-file.js';
import { loadRecognizer, type Recognizer, type RecordingPrediction } from '../src/index.js';
import { drawExplanation } from '../src/pictures/index.js';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-encoder-'));
const at = (...names: string[]): string => join(folder, ...names);
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const corpus = syntheticCorpus();
const clips = corpus.utterances.filter((_, i) => i % 40 === 0);

/** Frames for a sequence model, and one vector of each clip. */
const FRAMES: FrontEndConfig = {
  sampleRate: 16_000,
  frame: { nFft: 400, hopLength: 320, center: false },
  features: [
    { ...FEATURE, output: 'hidden_states', layer: 0, normalizeWaveform: true, chunkSeconds: 1, contextSeconds: 0.1 },
  ],
};
const POOLED: FrontEndConfig = { ...FRAMES, functionals: ['mean', 'std'] };

const experiment = (frontEnd: FrontEndConfig, kind: 'baseline' | 'gru') => ({
  ...{ corpus: 'synthetic', protocol: 'loso', frontEnd },
  model: kind === 'gru' ? { kind, units: 4 } : { kind, functionals: ['mean'], hidden: [8] },
  training: {
    epochs: kind === 'gru' ? 1 : 10,
    window:
      kind === 'gru' ? { frames: 50, hopFrames: 25, padding: 'zero' } : { frames: 1, hopFrames: 1, padding: 'zero' },
  },
});

beforeAll(async () => {
  await startBackend();
  for (const [i, utterance] of clips.entries())
    for (const path of [at(`${i}.wav`), at('clips', utterance.emotion, `${i}.wav`)]) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, new Uint8Array(encodeWav(await corpus.read(utterance))));
    }
  writeFileSync(at('pooled.json'), JSON.stringify(experiment(POOLED, 'baseline')));
  writeFileSync(at('frames.json'), JSON.stringify(experiment(FRAMES, 'gru')));
  copyFileSync(ENCODER_FILE, at('encoder.onnx'));
  for (const name of ['pooled', 'frames']) {
    const args = ['--config', `${name}.json`, '--encoder', 'encoder.onnx', '--out', name, '--no-cache', '--quiet'];
    expect(await ser('train', ...args)).toMatchObject({ code: 0, stderr: '' });
  }
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The answers of `ser predict --json`, by name of the file. */
async function predicted(...args: string[]): Promise<RecordingPrediction[]> {
  const { code, stdout, stderr } = await ser(
    'predict',
    ...clips.map((_, i) => `${i}.wav`),
    '--json',
    '--quiet',
    ...args,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it.each([
  ['pooled', POOLED],
  ['frames', FRAMES],
] as const)('trains a head on %s, and answers as in training', async (name, frontEnd) => {
  const answers = await predicted('--model', name, '--encoder', 'encoder.onnx');
  const recordings = await folderCorpus(at('clips'));
  const features = await extractFeatures(recordings, frontEnd, { encoder: ENCODER_FILE });
  const model = await SerModel.load(at(name));
  const { mean, std } = model.frontEnd.config.normalization!;
  expect(new Set(answers.map(({ confidence }) => confidence)).size).toBeGreaterThan(3);
  for (const [i, { emotion }] of clips.entries()) {
    const { data, frames, coeffs } = features.get(`own/${emotion}/${i}.wav`)!;
    const normalized = data.map((x, at) => (x - mean[at % coeffs]!) / std[at % coeffs]!);
    const expected = model.predictFeatures({ data: normalized, frames, coeffs });
    expect(answers[i]!.label).toBe(expected.label);
    for (const [rank, { label, probability }] of answers[i]!.probabilities.entries()) {
      expect(label).toBe(expected.probabilities[rank]!.label);
      expect(probability).toBeCloseTo(expected.probabilities[rank]!.probability, 6);
    }
  }
  model.dispose();
});

it('evaluates a head by a protocol; nothing that is written has a path of the encoder', {
  timeout: 300_000,
}, async () => {
  const args = ['--config', 'pooled.json', '--epochs', '1', '--folds', '1', '--json'];
  const first = await ser('evaluate', ...args, '--encoder', 'encoder.onnx', '--out', 'first');
  expect(first).toMatchObject({ code: 0 });
  const { frontEnd } = JSON.parse(readFileSync(at('first', 'config.json'), 'utf8'));
  expect(frontEnd).toEqual(POOLED);
  expect(readFileSync(at('first', 'config.json'), 'utf8')).not.toContain(folder);
});

it('finds the encoder next to the model, under its name', async () => {
  copyFileSync(ENCODER_FILE, at('pooled', 'tiny-encoder.onnx'));
  const beside = await predicted('--model', 'pooled');
  rmSync(at('pooled', 'tiny-encoder.onnx'));
  expect(beside).toEqual(await predicted('--model', 'pooled', '--encoder', 'encoder.onnx'));
});

it('says what to fetch, and refuses another file', async () => {
  expectRefusal(await ser('predict', '0.wav', '--model', 'pooled'), /no speech encoder: tiny-encoder\.onnx/);
  const { stderr } = await ser('predict', '0.wav', '--model', 'pooled');
  expect(stderr).toContain(`Fetch tiny-encoder.onnx, 21656 bytes, SHA-256 ${FEATURE.sha256}, license MIT`);
  const wrong = await ser('predict', '0.wav', '--model', 'pooled', '--encoder', '0.wav');
  expectRefusal(wrong, /0\.wav is another file than the encoder: its SHA-256 is/);
  const needless = await ser('features', '0.wav', '--encoder', 'encoder.onnx', '--out', 'f.csv');
  expectRefusal(needless, /--encoder encoder\.onnx is not needed/);
});

it('says in `ser model info` which encoder a model needs, without having it', async () => {
  const { stdout } = await ser('model', 'info', '--model', 'pooled');
  expect(stdout).toMatch(new RegExp(`^encoder: +tiny-encoder\\.onnx, 21656 bytes, SHA-256 ${FEATURE.sha256}`, 'm'));
});

it('writes hidden states as features; the encoder lies next to the experiment', async () => {
  mkdirSync(at('study'));
  copyFileSync(at('pooled.json'), at('study', 'pooled.json'));
  copyFileSync(ENCODER_FILE, at('study', 'tiny-encoder.onnx'));
  const { code, stderr } = await ser(
    'features',
    '0.wav',
    '1.wav',
    '--config',
    'study/pooled.json',
    '--quiet',
    '--out',
    'f.csv',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [heading, ...rows] = parseCsv(readFileSync(at('f.csv'), 'utf8')).map(({ fields }) => fields);
  expect(heading!.slice(0, 4)).toEqual(['file', 'encoder0.mean', 'encoder0.std', 'encoder1.mean']);
  expect(rows.map(({ length }) => length)).toEqual([33, 33]);
});

it('says in `ser doctor` that ONNX Runtime is there', async () => {
  expect((await ser('doctor')).stdout).toMatch(/^ok {5}onnxruntime-node +runs speech encoders$/m);
});

it('enrolls, explains and streams through the encoder, in this thread and in a worker', async () => {
  const encoder = await openEncoder(ENCODER_FILE, FEATURE);
  const here: Recognizer = await loadRecognizer(at('frames'), { encoder });
  const worker = await loadRecognizer(at('frames'), { encoder: at('encoder.onnx'), worker: true });
  const audio = await corpus.read(clips[0]!);
  const plain = await here.predict(audio);
  expect(await worker.predict(audio)).toEqual(plain);
  const speaker = await here.enroll([at('1.wav'), at('2.wav')]);
  expect(await worker.enroll([at('1.wav'), at('2.wav')])).toEqual(speaker);
  expect((await here.predict(audio, { speaker })).confidence).not.toBe(plain.confidence);
  const answer = await here.predict(audio, { explain: true });
  expect([answer.explanation!.coeffs, answer.explanation!.hopSeconds]).toEqual([16, 0.02]);
  expect(() => drawExplanation(here.model, audio, answer)).toThrow('hidden states of a speech encoder');
  const finals: string[] = [];
  for await (const event of here.stream(audio)) if (event.kind === 'final') finals.push(event.answer.label);
  expect(finals.length).toBeGreaterThan(0);
  expect(() => here.model.predict(audio)).toThrow('a speech encoder runs asynchronously');
  await expect(loadRecognizer(at('frames'), { encoder, worker: true })).rejects.toThrow(
    'encoder must be the path of a file',
  );
  here.dispose();
  await worker.dispose();
  // It was opened by the caller, who may go on with it.
  expect(
    (await encoder.run(new Float32Array(400), { input: 'input_values', output: 'last_hidden_state' })).dims,
  ).toEqual([1, 1, 16]);
  await encoder.dispose();
});

it('measures robustness through the encoder', async () => {
  renameSync(at('encoder.onnx'), at('moved.onnx'));
  const args = ['--model', 'pooled', '--speakers', 's01', '--condition', 'level=-20', '--json', '--out', 'robust'];
  const { code, stderr } = await ser('robustness', ...args, '--encoder', 'moved.onnx', '--quiet');
  expect({ code, stderr }).toMatchObject({ code: 0 });
});
