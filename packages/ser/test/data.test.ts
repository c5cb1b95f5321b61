import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Outcome, runSer } from './command.fixture.js';

let folder: string;

const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);

/** Half a second of a tone, for each number another one. */
const tone = (n: number): Uint8Array =>
  encodeWav({
    samples: Float32Array.from({ length: 8000 }, (_, i) => 0.3 * Math.sin(i * (0.05 + n / 100))),
    sampleRate: 16_000,
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ser-data-'));
  let n = 0;
  for (const path of [
    'data/emodb/wav/03a01Fa.wav',
    'data/emodb/wav/03a01Wa.wav',
    'data/emodb/wav/08a01Fd.wav',
    'own/angry/anna_1.wav',
    'own/upset/anna_2.wav',
    'own/sad/ben_1.wav',
    'own/sad/ben_2.wav',
  ]) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), tone(n++));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('explains itself', async () => {
  for (const args of [['data'], ['data', '--help']]) {
    const { code, stdout } = await ser(...args);
    expect(code).toBe(0);
    for (const word of ['list', 'info', 'download', 'verify', 'import']) expect(stdout).toContain(word);
  }
  for (const part of ['list', 'info', 'download', 'verify', 'import'])
    expect((await ser('data', part, '--help')).stdout).toContain(`ser data ${part}`);
  const unknown = await ser('data', 'erase');
  expect(unknown.stderr).toMatch(/must be one of list, info, download, verify, import, got "erase"/);
  expect(unknown.code).toBe(1);
  expect((await ser('data', 'verify', '--corpse', 'x')).stderr).toMatch(
    /Did you mean --corpus\?|required option '--corpus <name>'/,
  );
});

it('lists corpora with their licenses', async () => {
  const { code, stdout } = await ser('data', 'list');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ravdess +\w+ +1440 +24 +yes +yes +CC BY-NC-SA 4\.0$/m);
});

it('describes a corpus and draws it', async () => {
  const { code, stdout, stderr } = await ser('data', 'info', '--corpus', 'emodb', '--quiet');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('3 utterances of 2 speakers');
  expect(stdout).toMatch(/happy +2 +66\.7 %/);
  expect(stdout).toMatch(/duration in s +0\.50 +0\.50 +0\.50 +0\.50/);
  expect(stdout).toContain('The largest class is 2.00 times the smallest');
  const plots = await readdir(join(folder, 'results/emodb-info'));
  expect(plots.sort()).toEqual(['durations.svg', 'emotions.svg', 'levels.svg', 'silence.svg', 'speakers.svg']);
  expect(await readFile(join(folder, 'results/emodb-info/emotions.svg'), 'utf8')).toContain('<svg');
});

it('says that a folder does not hold the official files', async () => {
  const { code, stdout } = await ser('data', 'verify', '--corpus', 'emodb', '--quiet');
  expect(code).toBe(0);
  expect(stdout).toContain('emodb: 0 of 535 official files. These are not the official files');
  expect(stdout).toContain('532 missing:');
  expect(stdout).toContain('… and 522 more');
});

it('downloads nothing before the license is accepted, and nothing that is not offered', async () => {
  const refused = await ser('data', 'download', '--corpus', 'tess');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('License: CC BY-NC-ND 4.0');
  expect(refused.stderr).toContain('Read it and pass --accept-license.');
  expect(await readdir(join(folder, 'data'))).toEqual(['emodb']);
  expect((await ser('data', 'download', '--corpus', 'imdb')).stderr).toMatch(/"imdb"/);
});

it('imports a folder as a table that other commands read', async () => {
  const missing = await ser('data', 'import', 'own', '--out', 'tables/own.csv');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('no emotion is known for folder upset');
  await writeFile(join(folder, 'labels.json'), '{ "upset": "angry" }');
  const options = ['--labels', 'labels.json', '--speaker', '(\\w+)_\\d+\\.wav$', '--language', 'en', '--quiet'];
  const aside = await ser('data', 'import', 'own', '--out', 'tables/own.csv', ...options);
  expect(aside.stderr).toContain('--out must lie above the recordings');
  const { code, stdout, stderr } = await ser('data', 'import', 'own', '--out', 'own.csv', ...options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('4 utterances of 2 speakers');
  const table = await readFile(join(folder, 'own.csv'), 'utf8');
  expect(table).toContain('\nown/upset/anna_2.wav,angry,anna');
  const info = await ser('data', 'info', '--corpus', 'own.csv', '--quiet');
  expect(info.stdout).toContain('4 utterances of 2 speakers');
  expect(info.stdout).toMatch(/angry +2 +50\.0 %/);
  expect((await ser('data', 'import', 'own', '--out', 'own.xls')).stderr).toContain('--out must be a .csv file');
});

it('keeps features of real corpora, unless told not to', async () => {
  const train = ['train', '--corpus', 'own.csv', '--model', 'cnn', '--epochs', '1', '--quiet'];
  expect((await ser(...train, '--out', 'models/a', '--no-cache')).code).toBe(0);
  expect(await readdir(folder)).not.toContain('.ser-cache');
  expect((await ser(...train, '--out', 'models/b')).code).toBe(0);
  const files = await readdir(join(folder, '.ser-cache'));
  expect(files).toEqual([expect.stringMatching(/^own-[0-9a-f]{16}\.features$/)]);
  expect((await ser(...train, '--out', 'models/c', '--cache', 'elsewhere')).code).toBe(0);
  expect(await readdir(join(folder, 'elsewhere'))).toEqual(files);
});
