import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-show-'));
const show = (...args: string[]): Promise<Outcome> => runSer(folder, ['show', '--quiet', ...args]);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const titles = (text: string): string[] =>
  [...text.matchAll(/font-size="15"[^>]*>([^<]*)</g)].map(([, title]) => title!);

beforeAll(async () => {
  const corpus = syntheticCorpus();
  const clips = await Promise.all(corpus.utterances.slice(0, 25).map((utterance) => corpus.read(utterance)));
  const [{ samples, sampleRate }] = clips as [(typeof clips)[number]];
  writeFileSync(join(folder, 'clip.wav'), new Uint8Array(encodeWav({ samples, sampleRate })));
  const period = 2 * sampleRate;
  const long = new Float32Array(25 * period);
  for (const [i, clip] of clips.entries()) long.set(clip.samples.subarray(0, 1.5 * sampleRate), i * period);
  writeFileSync(join(folder, 'long.wav'), new Uint8Array(encodeWav({ samples: long, sampleRate })));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('writes a page of the recording with a player into the working folder', async () => {
  const { code, stdout, stderr } = await show('clip.wav');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^clip\.wav: \d\.\d\d s at 16000 Hz\nWritten to clip\.html\n$/);
  const page = read('clip.html');
  expect(page).toContain('<h1>clip.wav</h1>');
  expect(page).toContain('<audio controls');
  expect(titles(page)).toEqual([
    'Waveform',
    'Spectrogram',
    'Mel spectrogram, 80 bands',
    'MFCCs 1 to 19',
    'Pitch (pYIN)',
  ]);
  await show('clip.wav', '--no-audio');
  expect(read('clip.html')).not.toContain('<audio');
});

it('writes one picture, or several as one, as SVG or PNG', async () => {
  await show('clip.wav', '--pictures', 'mel', '--out', 'mel.svg');
  await show('clip.wav', '--pictures', 'pitch,waveform', '--out', 'both.svg');
  await show('clip.wav', '--pictures', 'mel', '--out', 'pictures/mel.png', '--dark');
  expect(titles(read('mel.svg'))).toEqual(['Mel spectrogram, 80 bands']);
  expect(titles(read('both.svg'))).toEqual(['Pitch (pYIN)', 'Waveform']);
  expect(readFileSync(join(folder, 'pictures/mel.png')).subarray(1, 4).toString()).toBe('PNG');
});

it('adds the emotions of the spoken segments to a recording of more than 30 s', async () => {
  const { code } = await show('long.wav');
  expect(code).toBe(0);
  const page = read('long.html');
  expect(titles(page).at(-1)).toBe('Emotion, by open');
  expect(page.match(/ to [\d.]+ s: sad \d+/g)!.length).toBeGreaterThan(5);
});

it('refuses other endings, pictures that it does not know, dark pages, and what is missing', async () => {
  expectRefusal(await show('clip.wav', '--out', 'a.jpg'), /--out must be a file that ends with .html or .svg or .png/);
  expectRefusal(await show('clip.wav', '--pictures', 'mell'), /--pictures must be one of .*\n {5}Did you mean mel\?/);
  expectRefusal(await show('clip.wav', '--dark'), /--dark must be used with a file that ends with .png/);
  expectRefusal(await show('none.wav'), /none\.wav/);
  expect(existsSync(join(folder, 'none.html'))).toBe(false);
});
