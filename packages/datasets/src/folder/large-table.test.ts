import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { watchMemory } from '../../test/watch-memory.js';
import { splitCorpus } from '../protocols/split-corpus.js';
import { tableCorpus } from './table-corpus.js';

const folder = temporaryFolder();
/** Clips of the test; SER_LARGE_TABLE=100000 for the whole. */
const CLIPS = Number(process.env.SER_LARGE_TABLE ?? 3000);
const SECONDS = 1;
/** Bytes beyond what was there before: less than the decoded clips of even the small run would take together. */
const MOST = 128 * 2 ** 20;

it(`loads, splits and iterates ${CLIPS} clips in memory for their descriptions alone`, {
  timeout: 600_000,
}, async () => {
  const rows = ['path,emotion,speaker'];
  await mkdir(join(folder.path, 'clips'));
  const samples = new Float32Array(SECONDS * 16_000);
  for (let i = 0; i < CLIPS; i++) {
    samples.fill(i / CLIPS);
    await writeFile(join(folder.path, `clips/${i}.wav`), encodeWav({ samples, sampleRate: 16_000 }));
    rows.push(`clips/${i}.wav,${i % 2 ? 'sad' : 'angry'},speaker ${i % 50}`);
  }
  await writeFile(join(folder.path, 'table.csv'), rows.join('\n'));
  const grown = watchMemory();
  const corpus = await tableCorpus(join(folder.path, 'table.csv'));
  expect(corpus.utterances).toHaveLength(CLIPS);
  const { folds } = splitCorpus(corpus, 'loso');
  expect(folds.map(({ test }) => test.length).reduce((sum, length) => sum + length)).toBe(CLIPS);
  let seconds = 0;
  for (const utterance of corpus.utterances) {
    const audio = await corpus.read(utterance);
    seconds += audio.samples.length / audio.sampleRate;
  }
  expect(seconds).toBe(CLIPS * SECONDS);
  expect(grown()).toBeLessThan(MOST);
});
