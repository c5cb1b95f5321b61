import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/temporary-folder.js';
import { watchMemory } from '../../../test/watch-memory.js';
import { splitCorpus } from '../../splits/split-corpus.js';
import { tableCorpus } from './table-corpus.js';

const folder = temporaryFolder();
/** Clips of the test; SER_LARGE_TABLE=100000 for the whole. */
const CLIPS = Number(process.env.SER_LARGE_TABLE ?? 3000);
const SECONDS = 1;
/** Bytes for what a clip is described by, here about 800 once collected, and as much again in the making of them. */
const A_DESCRIPTION = 2500;
/** Bytes beyond what was there before: with the descriptions half of what the decoded clips of even the small run take. */
const MOST = 96 * 2 ** 20 + CLIPS * A_DESCRIPTION;
/** Bytes that reading all clips may add to that, however many they are. */
const MOST_TO_READ = 64 * 2 ** 20;

it(`loads, splits and iterates ${CLIPS} clips in memory for their descriptions alone`, {
  timeout: 1_200_000,
}, async () => {
  const rows = ['path,emotion,speaker'];
  await mkdir(join(folder.path, 'clips'));
  const samples = new Float32Array(SECONDS * 16_000);
  for (let i = 0; i < CLIPS; i++) {
    // Every clip has a sound of its own in 16 bits: equal ones would not pass the audit of the split.
    samples.fill((i % 30_000) / 32_768);
    samples[0] = Math.floor(i / 30_000) / 32_768;
    await writeFile(join(folder.path, `clips/${i}.wav`), encodeWav({ samples, sampleRate: 16_000 }));
    rows.push(`clips/${i}.wav,${i % 2 ? 'sad' : 'angry'},speaker ${i % 50}`);
  }
  await writeFile(join(folder.path, 'table.csv'), rows.join('\n'));
  const grown = watchMemory();
  const corpus = await tableCorpus(join(folder.path, 'table.csv'));
  expect(corpus.utterances).toHaveLength(CLIPS);
  expect(corpus.duplicates).toEqual([]);
  const { folds } = splitCorpus(corpus, 'loso');
  expect(folds.map(({ test }) => test.length).reduce((sum, length) => sum + length)).toBe(CLIPS);
  const described = process.memoryUsage.rss();
  let highest = described;
  let seconds = 0;
  for (const [i, utterance] of corpus.utterances.entries()) {
    const audio = await corpus.read(utterance);
    seconds += audio.samples.length / audio.sampleRate;
    if (i % 100 === 0) highest = Math.max(highest, process.memoryUsage.rss());
  }
  expect(seconds).toBe(CLIPS * SECONDS);
  if (process.env.SER_LARGE_TABLE)
    console.info(`${CLIPS} clips: ${grown() >> 20} MiB in all, ${(highest - described) >> 20} MiB while reading`);
  expect(highest - described).toBeLessThan(MOST_TO_READ);
  expect(grown()).toBeLessThan(MOST);
});
