import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { type FeatureMatrix, type Signal, toCoeffMajor } from '@ser/dsp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { camelCase, deviation, Golden, type GoldenCase, syntheticGolden } from '../packages/dsp/test/golden.js';

const page = readFileSync(new URL('../docs/from-librosa-keras-scikit-learn.md', import.meta.url), 'utf8');
const [, setup = ''] = /```ts\n(.*?)```/s.exec(page) ?? [];

interface Row {
  readonly number: number;
  readonly python: string;
  readonly line: string;
  readonly gives: string;
}

/** The rows of the tables: number, Python, the line here, and what it gives. */
const rows = [...page.matchAll(/^\| (\d+) +\| (.*?)<br>`(.*)` +\| (.*?) +\|$/gm)].map(
  ([, number, python, line, gives]): Row => ({ number: Number(number), python: python!, line: line!, gives: gives! }),
);

/** Returns the numbers of librosa that a call in Python stands for, if they are stored. */
function caseOf(python: string): { readonly golden: Golden; readonly found: GoldenCase } | undefined {
  const [, fn, words = ''] = /^`(librosa\.[\w.]+)\((?:y=)?y, ([^)]*)\)`$/.exec(python) ?? [];
  if (!fn) return undefined;
  const params = Object.fromEntries(words.split(', ').map((word) => word.split('=')));
  delete params.sr;
  const wanted = JSON.stringify(Object.entries(camelCase(params)).sort());
  for (const manifest of ['manifest.json', 'manifest-features.json'] as const) {
    const golden = new Golden(syntheticGolden, manifest);
    const asWords = (one: GoldenCase) =>
      Object.entries(camelCase(one.params)).map(([name, value]) => [name, `${value}`]);
    const found = golden.cases.find(
      (one) => one.fn === fn && one.input === 'vowel' && one.outputs && JSON.stringify(asWords(one).sort()) === wanted,
    );
    if (found) return { golden, found };
  }
  return undefined;
}

const compared = rows.filter(({ python }) => caseOf(python)).map(({ number }) => number);

/** The page as a module: its beginning and lines, the value of each line, and the lines of features as functions of a signal. */
function moduleOf(): string {
  const lines = rows.map(({ number, line }) => {
    const [, name, expression = line] = /^const (\w+) = (.*)$/.exec(line) ?? [];
    const ofSignal = compared.includes(number) ? `ofSignal[${number}] = (audio) => (${expression});\n` : '';
    return `${ofSignal}${name ? `${line};\nvalues[${number}] = ${name};` : `values[${number}] = ${line};`}`;
  });
  const declared =
    'export const values: Record<number, unknown> = {};\nexport const ofSignal: Record<number, any> = {};';
  return `${setup}\n${declared}\n${lines.join('\n')}\n`;
}

const significant = (value: number): string => String(Number(value.toPrecision(4)));

/** Returns a value as the last column of the tables shows it. */
function show(value: unknown): string {
  if (value === undefined) return 'a file';
  if (typeof value === 'string') return value.startsWith('<svg') ? 'SVG' : 'text';
  if (value instanceof Float32Array) return Array.from(value, significant).join(', ');
  if (value instanceof Map) return [...value].map(([key, group]) => `${key} ${group.length}`).join(', ');
  if (Array.isArray(value)) {
    return value.map(show).join(', ');
  }
  const object = value as Record<string, { length: number }> & { countParams(): number };
  if ('coeffs' in object) {
    const { data, frames, coeffs } = value as FeatureMatrix;
    return `${frames} × ${coeffs}: ${significant(data[Math.floor(frames / 3) * coeffs]!)} …`;
  }
  if ('samples' in object)
    return `${significant(object.samples!.length / Number(object.sampleRate))} s at ${object.sampleRate} Hz`;
  if ('predictions' in object) return `${object.predictions!.length} predictions`;
  if ('probabilities' in object) return `${object.probabilities!.length} probabilities`;
  if ('history' in object) return `${(object.history as unknown as { epochs: unknown[] }).epochs.length} epochs`;
  if ('utterances' in object) return `${object.utterances!.length} clips`;
  if ('folds' in object) return `${object.folds!.length} folds`;
  if ('column' in object) return `${object.column!.length} rows`;
  return `${object.countParams()} weights`;
}

const folder = mkdtempSync(join(tmpdir(), 'ser-from-python-'));
const here = process.cwd();
let ran: {
  values: Record<number, unknown>;
  ofSignal: Record<number, (signal: Signal) => FeatureMatrix & Partial<Interval>>;
};
type Interval = { readonly start: number; readonly end: number };

beforeAll(async () => {
  const golden = new Golden(syntheticGolden, 'manifest.json');
  const vowel = golden.signal(golden.cases.find(({ input, slice }) => input === 'vowel' && !slice)!);
  const audio = { samples: Float32Array.from(vowel.samples), sampleRate: vowel.sampleRate };
  writeFileSync(join(folder, 'clip.wav'), new Uint8Array(encodeWav(audio, { format: 'float32' })));
  const voices = syntheticCorpus({ speakers: 4, emotions: ['angry', 'neutral', 'sad'], utterancesPerEmotion: 2 });
  const table = ['path,emotion,speaker,gender'];
  for (const [i, utterance] of voices.utterances.entries()) {
    writeFileSync(join(folder, `${i}.wav`), new Uint8Array(encodeWav(await voices.read(utterance))));
    table.push(`${i}.wav,${utterance.emotion},${utterance.speaker},${utterance.gender}`);
  }
  writeFileSync(join(folder, 'clips.csv'), table.join('\n'));

  const file = fileURLToPath(new URL('.vitest/from-python.ts', import.meta.url));
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, moduleOf());
  process.chdir(folder);
  ran = await import(/* @vite-ignore */ file);
});
afterAll(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
});

it('has 25 rows', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
});

it.each(rows)('$number: $line', ({ number, gives }) => {
  expect(show(ran.values[number])).toBe(gives);
});

it('writes the files that the lines name', () => {
  expect(statSync('clips.parquet').size).toBeGreaterThan(500);
  expect(statSync('model/model.json').size).toBeGreaterThan(500);
});

it('compares the features with the numbers of librosa', () => {
  expect(compared).toEqual([3, 4, 5, 7, 8, 9, 10]);
});

it.each(rows.filter(({ number }) => compared.includes(number)))(
  '$number gives the numbers of $python',
  ({ number, python }) => {
    const { golden, found } = caseOf(python)!;
    const [entry] = Object.values(found.outputs!);
    const result = ran.ofSignal[number]!(golden.signal(found));
    const numbers = result.coeffs ? toCoeffMajor(result) : [result.start!, result.end!];
    const { values } = golden.array(entry!);
    expect(values.length).toBeGreaterThan(1);
    expect(deviation(numbers, values, entry!)).toBeLessThanOrEqual(1);
  },
);
