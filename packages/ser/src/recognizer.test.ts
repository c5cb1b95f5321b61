import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { encodeWav } from '@ser/audio';
import { createFrontEnd } from '@ser/dsp';
import { buildModel, SerModel, startBackend } from '@ser/models';
import { DEFAULT_FRONT_END } from '@ser/training';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Recognizer } from './contract.js';
import { loadRecognizer } from './recognizer.js';

const SILENCE = { samples: new Float32Array(16_000), sampleRate: 16_000 };
const SOUND = { samples: SILENCE.samples.map((_, i) => 0.3 * Math.sin(i / 10)), sampleRate: 16_000 };

let folder: string;
let silent: string;
let recognizer: Recognizer;

beforeAll(async () => {
  await startBackend();
  folder = mkdtempSync(join(tmpdir(), 'ser-recognizer-'));
  silent = join(folder, 'silent.wav');
  writeFileSync(silent, encodeWav(SILENCE));
  const frontEnd = createFrontEnd(DEFAULT_FRONT_END);
  const window = { frames: 16, hopFrames: 16, padding: 'wrap' } as const;
  const model = new SerModel({
    network: buildModel({ kind: 'cnn', filters: [2] }, { frames: 16, coeffs: frontEnd.coeffs, classes: 2 }),
    frontEnd: frontEnd.withNormalization({
      mean: new Array(frontEnd.coeffs).fill(0),
      std: new Array(frontEnd.coeffs).fill(1),
    }),
    ...{ labels: ['angry', 'sad'], window, temperature: 1 },
    card: { name: 'x', description: 'y', corpora: [], license: 'z' },
  });
  await model.save(join(folder, 'model'));
  model.dispose();
  recognizer = await loadRecognizer(join(folder, 'model'));
});
afterAll(() => {
  recognizer.dispose();
  rmSync(folder, { recursive: true, force: true });
});

it('names a recording without sound', async () => {
  const noSound = 'has no sound: all of its 16000 samples are 0';
  await expect(recognizer.predict(silent)).rejects.toMatchObject({
    code: 'INVALID_AUDIO',
    message: `${silent} ${noSound}`,
  });
  await expect(recognizer.predict(SILENCE)).rejects.toThrow(`the recording ${noSound}`);
  await expect(recognizer.enroll([SOUND, silent])).rejects.toThrow(`${silent} ${noSound}`);
  await expect(recognizer.enroll([SOUND, SILENCE])).rejects.toThrow(`recording 2 ${noSound}`);
});

it('answers at other sample rates with the bits of the model itself', async () => {
  for (const sampleRate of [22_050, 48_000]) {
    const samples = Float32Array.from({ length: sampleRate }, (_, i) => 0.3 * Math.sin((i * i) / sampleRate));
    const audio = { samples, sampleRate };
    const { probabilities } = await recognizer.predict(audio);
    expect(probabilities).toEqual(recognizer.model.predict(audio).probabilities);
  }
});

it('names a recording that cannot be heard for other reasons', async () => {
  const broken = { samples: SOUND.samples.map((value, i) => (i === 7 ? Number.NaN : value)), sampleRate: 16_000 };
  await expect(recognizer.predict(broken)).rejects.toThrow(
    /^the recording holds NaN at sample 7 .* samples must be finite$/,
  );
  await expect(recognizer.enroll([SOUND, new Uint8Array(8)])).rejects.toThrow(/^recording 2: /);
});

it('blames no recording for the speaker', async () => {
  const speaker = await recognizer.enroll([SOUND]);
  expect((await recognizer.predict(SOUND, { speaker })).label).toMatch(/angry|sad/);
  const other = { ...speaker, adaptations: [{ ...speaker.adaptations[0]!, frontEnd: 'another' }] };
  await expect(recognizer.predict(SOUND, { speaker: other })).rejects.toThrow(
    /^speaker is a profile that was made with/,
  );
});

it('takes all that holds the bytes or samples of a recording, with the same answer', async () => {
  const wav = encodeWav(SOUND, { format: 'float32' });
  const bytes = new Uint8Array(wav);
  const buffer = { numberOfChannels: 1, sampleRate: 16_000, getChannelData: () => SOUND.samples };
  const path = join(folder, 'sound.wav');
  writeFileSync(path, bytes);
  const expected = await recognizer.predict(SOUND);
  const inputs = {
    path,
    bytes,
    view: new DataView(bytes.slice().buffer),
    arrayBuffer: bytes.slice().buffer,
    blob: new Blob([bytes]),
    file: new File([bytes], 'sound.wav'),
    response: new Response(bytes),
    nodeStream: Readable.from([bytes.slice(0, 999), bytes.slice(999)]),
    webStream: new Blob([bytes]).stream(),
    audioBuffer: buffer,
  };
  for (const [name, input] of Object.entries(inputs)) expect(await recognizer.predict(input), name).toEqual(expected);
  await expect(recognizer.predict(7 as never)).rejects.toThrow('input must be a path, bytes, a Blob');
});

it('hands on what there is to say about the clips of a speaker', async () => {
  const told: string[] = [];
  const mended = { ...SOUND, notes: ['is mended'] };
  const constant = { samples: SOUND.samples.map((_, i) => (i === 0 ? 0.2 : 0.1)), sampleRate: 16_000 };
  await recognizer.enroll([SOUND, mended, constant], { onNote: (note) => told.push(note) });
  expect(told).toEqual(['recording 2: is mended', 'recording 3: the samples have a mean of 0.1000 instead of 0']);
});

it('warns of constant and of very short recordings, and hands on the notes of the decoder', async () => {
  const of = (samples: Float32Array, notes: readonly string[] = []) =>
    recognizer.predict({ samples, sampleRate: 16_000, notes });
  expect(await of(SOUND.samples, ['is mended'])).toMatchObject({ notes: ['is mended'], warnings: [] });
  const constant = await of(SILENCE.samples.map(() => 0.1));
  expect(constant.warnings).toEqual(['every sample is 0.1: there is no sound']);
  const short = await of(SOUND.samples.slice(0, 1200));
  expect(short.warnings).toEqual(['it lasts 0.0750 s, less than 0.1 s']);
});

it('says that a tone is no speech, together with the answer of the model', async () => {
  const tone = await recognizer.predict(SOUND);
  expect(tone.uncertain).toEqual({ reason: 'no-speech', message: 'no speech was found in the recording' });
  expect(tone.probabilities).toHaveLength(2);
});
