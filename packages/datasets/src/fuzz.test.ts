import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EMOTIONS, Random, SerError } from '@ser/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fixtureCorpus } from '../test/fixture-corpus.js';
import { temporaryFolder } from '../test/temporary-folder.js';
import { MOST_MEMORY, watchMemory } from '../test/watch-memory.js';
import { zipBytes } from '../test/zip-bytes.js';
import { CORPORA } from './catalog/catalog.js';
import { isClip } from './catalog/definition.js';
import { parseNemoTexts } from './catalog/european/nemo.js';
import { parseListenerJudgments } from './catalog/label-files/emodb-listeners.js';
import { parseEmodbPhones, parseEmodbSyllables } from './catalog/label-files/emodb-phones.js';
import { parseEsdTexts } from './catalog/label-files/esd-texts.js';
import { extractZip } from './download/extract-zip.js';
import { encodeRecord, readFeatureFile } from './features/cache/feature-file.js';
import { emotionReader } from './labels/emotion-words.js';
import { decodeText } from './readers/files/decode-text.js';
import { parseDelimited, parseJsonTable } from './readers/tables/parse-table.js';
import { readTableRows } from './readers/tables/read-table-rows.js';
import { parseSplit } from './splits/parse-split.js';
import { splitCorpus } from './splits/split-corpus.js';

const folder = temporaryFolder();

/** A text with some of its characters changed, left out, repeated or put in. */
function mutate(text: string, random: Random): string {
  let out = text;
  for (let i = random.integer(6); i >= 0; i--) {
    const at = random.integer(out.length + 1);
    const odd = random.pick([
      '"',
      ',',
      ';',
      '\t',
      '\n',
      '\r',
      '\0',
      '\ufffd',
      '{',
      '}',
      '[',
      ']',
      '0',
      '-',
      '9'.repeat(40),
    ]);
    const cut = at + random.integer(12);
    const choice = random.integer(4);
    if (choice === 0) out = out.slice(0, at) + odd + out.slice(at);
    else if (choice === 1) out = out.slice(0, at) + out.slice(cut);
    else if (choice === 2) out = out.slice(0, at) + out.slice(at, cut).repeat(3) + out.slice(cut);
    else out = out.slice(0, at) + odd + out.slice(at + 1);
  }
  return out;
}

const noise = (random: Random): string =>
  String.fromCharCode(...Array.from({ length: random.integer(400) }, () => random.integer(256)));

const PHONES = 'signal 03a01Fa\nnfields 1\n#\n 0.10 121 h#\n 0.15 121 d\n 0.25 121 @ -* ;reduced\n';
const corpus = fixtureCorpus({ sentences: 2 });

/** A text that is sound, what reads it, and whether it refuses anything at all. */
const seeds: Record<string, { text: string; parse: (text: string) => unknown; lenient?: true }> = {
  csv: {
    text: 'path,emotion,speaker\n"a, b.wav",sad,"x ""y"""\nc.wav,angry,z\n',
    parse: (text) => parseDelimited(text, ','),
  },
  tsv: { text: 'path\temotion\na.wav\tsad\r\nb.wav\tangry\r\n', parse: (text) => parseDelimited(text, '\t') },
  json: { text: '[{"path":"a.wav","emotion":"sad","start":0,"end":1.5},{"path":"b.wav"}]', parse: parseJsonTable },
  rows: {
    text: 'path,emotion,speaker,start,end,age,gender\na.wav,sad,x,0,1.5,30,f\nb.wav,angry,y,0,2,31,m\n',
    parse: (text) =>
      readTableRows(parseDelimited(text, ','), {
        name: 'own',
        language: 'de',
        emotionOf: emotionReader(),
        columns: {},
      }),
  },
  judgments: {
    text: 'Nr.\tSatz\terkannt\tnat\u00fcrlich\n1\u00a0\t03a01Fa.wav\t90,00\u00a0\t75,00\n2\t03a01Nc.wav\t100\t80,5\n',
    parse: parseListenerJudgments,
  },
  phones: { text: PHONES, parse: parseEmodbPhones },
  syllables: { text: '0.10 h\n0.15 das\n0.25 .\n', parse: parseEmodbSyllables },
  'nEMO texts': { text: 'file_id\temotion\traw_text\nSK1_anger_1.wav\tanger\tTo jest.\n', parse: parseNemoTexts },
  'ESD texts': {
    text: '0011_000351\tThe nine.\tAngry\n0011_000352\tBe.\tAngry\n',
    parse: parseEsdTexts,
    lenient: true,
  },
  'split as JSON': {
    text: JSON.stringify(splitCorpus(corpus, 'loso')),
    parse: (text) => parseSplit(text, corpus),
  },
  'split as CSV': {
    text: `id,fold,split\n${corpus.utterances.map(({ id }, i) => `${id},1,${i % 2 ? 'train' : 'test'}`).join('\n')}\n`,
    parse: (text) => parseSplit(text, corpus),
  },
};

/** What one input may take, in milliseconds, on a busy machine. */
const MOST_MS = 2000;

let grown = watchMemory();
beforeEach(() => {
  grown = watchMemory();
});
afterEach(() => {
  expect(grown()).toBeLessThan(MOST_MEMORY);
});

/** The result, or the typed error; anything else, and all that takes too long, fails. */
async function outcomeOf(parse: () => unknown, input: string): Promise<'read' | 'refused'> {
  const started = performance.now();
  try {
    await parse();
    return 'read';
  } catch (error) {
    expect(error, `${input}: ${(error as Error).stack}`).toBeInstanceOf(SerError);
    return 'refused';
  } finally {
    expect(performance.now() - started).toBeLessThan(MOST_MS);
  }
}

it.each(Object.entries(seeds))(
  '%s: a typed error or a result for any text',
  async (_name, { text, parse, lenient }) => {
    expect(() => parse(text)).not.toThrow();
    const random = new Random(11);
    let refused = 0;
    for (let round = 0; round < 1500; round++) {
      const input = random.next() < 0.2 ? noise(random) : mutate(text, random);
      if ((await outcomeOf(() => parse(input), JSON.stringify(input))) === 'refused') refused += 1;
    }
    // Some mutations must have been refused, or nothing was tested.
    if (!lenient) expect(refused).toBeGreaterThan(20);
  },
);

it('names of files: a clip or a reason for any path', () => {
  const random = new Random(12);
  const definitions = Object.values(CORPORA);
  let clips = 0;
  for (const { example, parse } of definitions)
    for (let round = 0; round < 400; round++) {
      const path = random.next() < 0.1 ? noise(random) : mutate(example, random);
      const parsed = parse(path);
      if (isClip(parsed)) {
        clips += 1;
        expect(EMOTIONS).toContain(parsed.emotion);
        expect(parsed.key).not.toBe('');
        expect(parsed.speaker).not.toBe('');
      } else expect(parsed.skip).not.toBe('');
    }
  expect(clips).toBeGreaterThan(0);
});

/** Bytes with some of them changed, left out or put in. */
function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let out = Buffer.from(bytes);
  for (let i = random.integer(6); i >= 0 && out.length > 1; i--) {
    const at = random.integer(out.length);
    const choice = random.integer(4);
    if (choice === 0) out[at] = random.integer(256);
    else if (choice === 1)
      out.fill(random.pick([0, 0x7f, 0xff]), at, Math.min(out.length, at + random.pick([2, 4, 8])));
    else if (choice === 2) out = Buffer.concat([out.subarray(0, at), out.subarray(at + random.integer(12))]);
    else out = Buffer.concat([out.subarray(0, at), Buffer.alloc(random.integer(12), at), out.subarray(at)]);
  }
  return out;
}

it('text of unknown encoding: a text for any bytes', () => {
  const random = new Random(13);
  const text = new TextEncoder().encode('0011_000351\tThe nine \u00e9 \u4f60\u597d.\tAngry\n');
  for (let round = 0; round < 1500; round++)
    for (const encoding of ['gb18030', 'windows-1252'] as const)
      expect(typeof decodeText(mutateBytes(text, random), encoding)).toBe('string');
});

it('zip: a typed error or files below the folder for any archive', async () => {
  const random = new Random(14);
  const archive = zipBytes([
    { name: 'wav/', mode: 0o040755 },
    { name: 'wav/a.wav', content: 'stored' },
    { name: 'wav/b.wav', content: 'deflated '.repeat(100), deflate: true },
  ]);
  const path = join(folder.path, 'a.zip');
  const outcomes = { read: 0, refused: 0 };
  for (let round = 0; round < 250; round++) {
    const bytes = mutateBytes(archive, random);
    await writeFile(path, bytes);
    const target = join(folder.path, 'out', String(round));
    outcomes[await outcomeOf(() => extractZip(path, target), Buffer.from(bytes).toString('base64'))]++;
  }
  expect(outcomes.refused).toBeGreaterThan(20);
  expect((await readdir(folder.path)).sort()).toEqual(['a.zip', 'out']);
});

it('feature cache: sound records or none for any file', async () => {
  const random = new Random(15);
  const key = new Uint8Array(32).fill(7);
  const record = encodeRecord(key, { data: Float32Array.of(1, 2, 3, 4, 5, 6), frames: 2, coeffs: 3 });
  const path = join(folder.path, 'a.features');
  let read = 0;
  for (let round = 0; round < 400; round++) {
    await writeFile(path, Buffer.concat([record, mutateBytes(record, random), mutateBytes(record, random)]));
    await outcomeOf(async () => {
      const { features } = await readFeatureFile(path, 3);
      read += features.size;
      for (const { data } of features.values()) expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
    }, `round ${round}`);
  }
  expect(read).toBe(400);
});
