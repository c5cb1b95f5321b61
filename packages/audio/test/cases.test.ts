import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkLevel, toMono } from '../src/index.js';
import { readAudio, readRecording } from '../src/node/index.js';
import { MOST_MEMORY, watchMemory } from './watch-memory.js';

const folder = process.env.SER_CASES_DIR ?? fileURLToPath(new URL('../../../../shared/cases', import.meta.url));
const missing = !existsSync(folder);
if (missing) console.info(`skipped: odd recordings, as there is no folder ${folder} (set SER_CASES_DIR)`);

const rms = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

describe.skipIf(missing)('recordings that real programs left', () => {
  it.each<[string, number, number, RegExp | undefined]>([
    ['opus-granule-third.ogg', 224_328, 48_000, /page positions that disagree with its packets/],
    ['opus-granule-right-for-comparison.ogg', 224_328, 48_000, undefined],
    ['blockalign-1-mono16.wav', 75_400, 16_000, /^says 1 bytes a frame/],
    ['blockalign-0-mono16.wav', 75_400, 16_000, /^says 0 bytes a frame/],
    ['unfinalised-riff4088-data0.wav', 75_400, 16_000, /^announces 0 bytes of samples/],
    ['datasize-plus44.wav', 75_400, 16_000, /^announces 150844 bytes of samples where there are 150800/],
    ['streamed-2000000000.wav', 75_400, 16_000, /^announces 2000000000 bytes of samples/],
    ['mp3-junk-after-id3.mp3', 75_400, 16_000, /^has 4 bytes before its beginning/],
    ['mp3-concatenated.mp3', 2 * 75_400, 16_000, undefined],
    ['id3-in-front.wav', 75_400, 16_000, undefined],
    ['chained-opus.ogg', 452_400, 48_000, undefined],
    ['trailing-junk-vorbis.ogg', 75_400, 16_000, /bytes after its last Ogg page/],
    ['flac-unknown-length-ape.flac', 75_400, 16_000, undefined],
    ['short-1ms.wav', 16, 16_000, undefined],
    ['dc-2s.wav', 32_000, 16_000, undefined],
  ])('%s: %i samples at %i Hz', async (name, length, sampleRate, note) => {
    const audio = await readAudio(join(folder, name));
    expect({ length: audio.samples.length, sampleRate: audio.sampleRate }).toEqual({ length, sampleRate });
    if (note) expect(audio.notes).toEqual([expect.stringMatching(note)]);
    else expect(audio.notes).toEqual([]);
    // All hold the same synthetic speech, and not silence or noise.
    if (length > 40_000) expect(Math.abs(rms(audio.samples) - 0.09)).toBeLessThan(0.005);
  });

  it('all decode to the same speech', { timeout: 60_000 }, async () => {
    const read = async (name: string) => (await readAudio(join(folder, name), { sampleRate: 16_000 })).samples;
    const expected = await read('id3-in-front.wav');
    for (const name of ['blockalign-1-mono16.wav', 'unfinalised-riff4088-data0.wav', 'flac-unknown-length-ape.flac'])
      expect(await read(name), name).toEqual(expected);
    for (const name of ['mp3-junk-after-id3.mp3', 'trailing-junk-vorbis.ogg', 'opus-granule-third.ogg']) {
      const samples = await read(name);
      let product = 0;
      for (let i = 0; i < samples.length; i++) product += samples[i]! * expected[i]!;
      expect(product / (samples.length * rms(samples) * rms(expected)), name).toBeGreaterThan(0.95);
    }
  });

  it('channels that cancel each other are said to cancel', async () => {
    const path = join(folder, 'antiphase-exact.wav');
    await expect(readAudio(path)).rejects.toThrow('has channels that cancel each other');
    const recording = await readRecording(path);
    expect(rms(toMono(recording, { channel: 1 }).samples)).toBeCloseTo(0.092, 3);
  });

  it('no sound and too little of it get a warning', async () => {
    const kinds = async (name: string) => checkLevel(await readAudio(join(folder, name))).map(({ kind }) => kind);
    expect(await kinds('dc-2s.wav')).toEqual(['constant']);
    expect(await kinds('short-1ms.wav')).toContain('short');
    expect(await kinds('crema-d/1076_MTI_SAD_XX.wav').catch(() => ['silent'])).toEqual(['silent']);
  });
});

describe.skipIf(missing)('small files that grow', () => {
  let grown = watchMemory();
  beforeEach(() => {
    grown = watchMemory();
  });

  it.each<[string, RegExp]>([
    ['bomb-8ch-8k.flac', /lasts more than 600 s; at most 600 s are decoded|decodes to more than 134217728 bytes/],
    ['bomb-8ch-24k.flac', /lasts more than 600 s|decodes to more than/],
    ['bomb-8ch-64k.flac', /lasts more than 600 s|decodes to more than/],
    ['dc-5h-1000Hz.flac', /lasts 18022.40 s; at most 600 s/],
    ['dc-74h-1000Hz.flac', /lasts 268435.46 s/],
    ['silence-4.6h-16k.flac', /lasts 16777.22 s/],
    ['infinite.flac', /is damaged at 0.00 s: a sample of more than 16 bits/],
    ['rate-262143.wav', /announces a sample rate of 262143 Hz; 1000 to 192000 Hz are possible/],
  ])('%s is refused in less than 256 MB', { timeout: 60_000 }, async (name, message) => {
    for (const read of [readAudio, readRecording])
      await expect(read(join(folder, 'hostile', name), { sampleRate: 16_000 })).rejects.toThrow(message);
    expect(grown()).toBeLessThan(MOST_MEMORY);
  });

  it('opus-silence-10min.opus decodes in less than 256 MB', { timeout: 120_000 }, async () => {
    const { samples } = await readAudio(join(folder, 'hostile', 'opus-silence-10min.opus'), { sampleRate: 16_000 });
    expect(samples.length).toBe(9_600_000);
    expect(grown()).toBeLessThan(MOST_MEMORY);
  });
});
