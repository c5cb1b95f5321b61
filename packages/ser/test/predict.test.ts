import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio';
import { parseCsv } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRecognizer, type Recognizer } from '../src/index.js';
import { expectRefusal, type Outcome, runSer, startSer } from './command.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-predict-'));
const NAMES = ['a/one.wav', 'a/two.wav', 'three.wav'];
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
let recognizer: Recognizer;
let labels: Map<string, string>;
let server: Server;
let url: string;

beforeAll(async () => {
  const corpus = syntheticCorpus();
  mkdirSync(join(folder, 'clips/a'), { recursive: true });
  recognizer = await loadRecognizer();
  labels = new Map();
  for (const [i, name] of NAMES.entries()) {
    const bytes = new Uint8Array(encodeWav(await corpus.read(corpus.utterances[3 * i]!)));
    writeFileSync(join(folder, 'clips', name), bytes);
    labels.set(`clips/${name}`, (await recognizer.predict(bytes)).label);
  }
  writeFileSync(join(folder, 'clips/notes.md'), 'no recording');
  writeFileSync(join(folder, 'list.csv'), 'file\nclips/three.wav\nclips/a/one.wav\n');
  server = createServer(({ url }, response) => {
    if (url === '/three.wav') response.end(readFileSync(join(folder, 'clips/three.wav')));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 120_000);

afterAll(() => {
  recognizer?.dispose();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The names and labels of answers that are printed as CSV. */
async function answers(...words: string[]): Promise<[string, string][]> {
  const { code, stdout, stderr } = await ser('predict', '--format', 'csv', ...words);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return parseCsv(stdout)
    .slice(1)
    .map(({ fields: [file, , , label] }) => [file!, label!]);
}
const labelsOf = (...names: string[]): [string, string][] => names.map((name) => [name, labels.get(name)!]);

describe('what predict takes', () => {
  it('a folder: all recordings below it, by name; what is none is noted', async () => {
    const { stderr } = await ser('predict', 'clips');
    expect(stderr).toContain('Note: 1 file is no recording by its extension and is left out (.md)\n');
    expect(await answers('clips')).toEqual(labelsOf('clips/a/one.wav', 'clips/a/two.wav', 'clips/three.wav'));
  });

  it('a quoted pattern, and a list', async () => {
    expect(await answers('clips/**/t*.wav')).toEqual(labelsOf('clips/a/two.wav', 'clips/three.wav'));
    expect(await answers('list.csv')).toEqual(labelsOf('clips/three.wav', 'clips/a/one.wav'));
    expectRefusal(await ser('predict', 'none/*.wav'), /no file matches none\/\*\.wav\n.*Quote the pattern/);
  });

  it('a URL; one that fails does not stop the rest', async () => {
    expect(await answers(`${url}/three.wav`)).toEqual([[`${url}/three.wav`, labels.get('clips/three.wav')]]);
    const { code, stdout, stderr } = await ser('predict', `${url}/none.wav`, 'clips/three.wav');
    expect(code).toBe(1);
    expect(stderr).toContain(`ser: ${url}/none.wav answers 404 Not Found\n`);
    expect(stdout).toMatch(new RegExp(`^clips/three\\.wav +(${labels.get('clips/three.wav')}|uncertain:) `, 'm'));
  });

  it('many files: threads answer as one thread does, in the order of the names', async () => {
    mkdirSync(join(folder, 'many'));
    for (let i = 0; i < 18; i++) cpSync(join(folder, 'clips', NAMES[i % 3]!), join(folder, `many/${10 + i}.wav`));
    writeFileSync(join(folder, 'many/20.wav'), 'no audio');
    const predict = async (threads: string): Promise<Outcome> => {
      const { outcome } = startSer(folder, ['predict', '--json', '--quiet', '--threads', threads, 'many']);
      const { stderr, ...rest } = await outcome;
      return { ...rest, stderr: stderr.replaceAll(join(folder, ''), '') };
    };
    const [one, two] = [await predict('1'), await predict('2')];
    expect(one.code).toBe(1);
    expect(one.stderr).toMatch(/^ser: many\/20\.wav[^\n]*\n[^\n]*\n?$/);
    expect(two).toEqual(one);
    const files = one.stdout.trim().split('\n');
    expect(files.map((line) => JSON.parse(line).file)).toEqual(
      Array.from({ length: 18 }, (_, i) => `many/${10 + i}.wav`).filter((name) => name !== 'many/20.wav'),
    );
  });

  it('many files, and a model that is not there: the threads end', async () => {
    expectRefusal(await ser('predict', '--threads', '2', '--model', 'nowhere', 'many'), /no model at nowhere/);
  });

  it('standard input', async () => {
    const running = startSer(folder, ['predict', '--json', '-']);
    running.child.stdin!.end(readFileSync(join(folder, 'clips/three.wav')));
    const { code, stdout } = await running.outcome;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file: 'standard input', label: labels.get('clips/three.wav') });
  });
});

describe('what predict prints', () => {
  it('CSV: the columns of ser batch, one heading, and a row for each answer', async () => {
    const { stdout } = await ser('predict', '--format', 'csv', 'clips/a');
    const [heading, ...rows] = parseCsv(stdout).map(({ fields }) => fields);
    const { labels } = recognizer.model;
    expect(heading).toEqual([
      ...['file', 'start', 'end', 'label', 'confidence', ...labels],
      ...['valence', 'arousal', 'uncertain', 'message', 'notes', 'error'],
    ]);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const [, start, end, label, confidence] = row;
      expect([start, Number(end) > 0.5]).toEqual(['0', true]);
      const probabilities = row.slice(5, 5 + labels.length);
      expect(probabilities.reduce((sum, text) => sum + Number(text), 0)).toBeCloseTo(1, 5);
      expect(probabilities[labels.indexOf(label as never)]).toBe(confidence);
    }
  });

  it('a TextGrid or a label track of one recording', async () => {
    const label = labels.get('clips/three.wav');
    expect((await ser('predict', '--format', 'textgrid', 'clips/three.wav')).stdout).toMatch(
      new RegExp(`^File type = "ooTextFile"[\\s\\S]*name = "emotion"[\\s\\S]*text = "${label}\\??"\n`),
    );
    expect((await ser('predict', '--format', 'audacity', 'clips/three.wav')).stdout).toMatch(
      new RegExp(`^0\\.000\\t\\d\\.\\d{3}\\t${label}\\??\n$`),
    );
    const several = ['predict', '--format', 'textgrid', 'clips/a'];
    expectRefusal(await ser(...several), /--format must be text, json or csv for 2 recordings, got "textgrid"/);
    expectRefusal(await ser('predict', '--json', '--format', 'csv', 'clips/a'), /exclude each other/);
  });
});

describe('enroll, for a model that subtracts the mean of each clip', () => {
  const enroll = (...options: string[]) =>
    ser('enroll', '--speaker', 'anna', 'clips/a/one.wav', '--out', 'anna.json', ...options);
  const confidence = async (...options: string[]): Promise<number> =>
    JSON.parse((await ser('predict', '--json', ...options, 'clips/three.wav')).stdout).confidence;

  it('adapts the scores of the pretrained model', async () => {
    expect(await enroll()).toMatchObject({ code: 0, stderr: '' });
    expect(Math.abs((await confidence('--speaker', 'anna.json')) - (await confidence()))).toBeGreaterThan(1e-3);
  });

  it('says that a profile hardly changes the answers of a model without scores of neutral clips', async () => {
    cpSync(fileURLToPath(new URL('../models/open', import.meta.url)), join(folder, 'plain'), { recursive: true });
    const file = join(folder, 'plain/model.json');
    const json = JSON.parse(readFileSync(file, 'utf8'));
    delete json.userDefinedMetadata.ser.neutralScores;
    writeFileSync(file, JSON.stringify(json));
    expect(await enroll('--model', 'plain')).toMatchObject({
      code: 0,
      stderr: 'Note: this model subtracts the mean of each clip, so the profile hardly changes its answers.\n',
    });
    const model = ['--model', 'plain'];
    expect(await confidence(...model, '--speaker', 'anna.json')).toBeCloseTo(await confidence(...model), 5);
  });
});

describe('predict --explain', () => {
  it('draws what moved the answer: one picture, or one for each recording', async () => {
    const { code, stdout, stderr } = await ser('predict', '--explain', 'why/three.svg', 'clips/three.wav');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Explanation written to why/three.svg\n' });
    expect(stdout).toBe((await ser('predict', 'clips/three.wav')).stdout);
    const svg = readFileSync(join(folder, 'why/three.svg'), 'utf8');
    expect(svg).toContain(`>three.wav: ${labels.get('clips/three.wav')}<`);
    const all = await ser('predict', '--json', '--explain', 'all', 'clips/a', 'clips/a/one.wav');
    expect(all.stdout).not.toContain('explanation');
    expect(readdirSync(join(folder, 'all')).sort()).toEqual(['one-2.svg', 'one.svg', 'two.svg']);
  });

  it('refuses one file for several recordings; a long recording does not stop the rest', async () => {
    const one = await ser('predict', '--explain', 'x.svg', 'clips/a');
    expectRefusal(one, /--explain x\.svg is the picture of one recording, not of 2\n {5}Name a folder/);
    writeFileSync(join(folder, 'long.wav'), new Uint8Array(encodeWav({ samples: noise(31), sampleRate: 8000 })));
    const { code, stdout, stderr } = await ser('predict', '--explain', 'some', 'long.wav', 'clips/three.wav');
    expect(code).toBe(1);
    expect(stderr).toContain('ser: long.wav lasts 31.0 s: --explain draws recordings of at most 30 s\n');
    expect(stdout).toMatch(/^clips\/three\.wav +[a-z]+:? /m);
  });
});

const noise = (seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * 8000 }, (_, i) => 0.1 * Math.sin(i * i));
