import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeAudio, readAudio, readRecording } from '../src/node/index.js';

const folder = process.env.SER_DATA_DIR ?? '';
const originals = join(folder, 'originals-sample');
const missing = folder === '' || !existsSync(originals);
if (missing) console.info('skipped: original recordings, as SER_DATA_DIR does not name a folder with originals-sample');

const files = missing
  ? []
  : readdirSync(originals, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.wav'))
      .map((path) => join(originals, path));

/** Rate, channels and samples of every original file, by its path. */
const manifest = () => {
  const lines = readFileSync(join(folder, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const [, path, , , rate, channels, samples] = line.split('\t');
      return [path, { rate: Number(rate), channels: Number(channels), samples: Number(samples) }];
    }),
  );
};

describe.skipIf(missing)('original files of EMO-DB, RAVDESS and TESS', () => {
  it('all load, with the rate, channels and length of the manifest, and a probe that agrees', async () => {
    const expected = manifest();
    let compared = 0;
    const containers = new Set<string>();
    for (const path of files) {
      const { channels, sampleRate, container, codec } = await readRecording(path);
      const frames = channels[0]!.length;
      containers.add(container);
      expect(await probeAudio(path)).toMatchObject({ container, codec, sampleRate, frames, channels: channels.length });
      const entry = expected.get(relative(originals, path));
      if (!entry) continue;
      expect({ rate: sampleRate, channels: channels.length, samples: frames }, path).toEqual(entry);
      compared++;
    }
    expect(files.length).toBeGreaterThan(50);
    expect(compared).toBe(files.length);
    expect([...containers].sort()).toEqual(['aiff', 'wav']);
  });

  it('equal the FLAC of the same clip, sample by sample', async () => {
    let compared = 0;
    for (const path of files.filter((file) => file.includes('emodb'))) {
      const twin = join(folder, 'emodb/wav', `${path.slice(path.lastIndexOf('/') + 1, -4)}.flac`);
      if (!existsSync(twin)) continue;
      const [wav, flac] = [await readRecording(path), await readRecording(twin)];
      expect(flac.sampleRate).toBe(wav.sampleRate);
      expect(Buffer.compare(Buffer.from(flac.channels[0]!.buffer), Buffer.from(wav.channels[0]!.buffer)), path).toBe(0);
      compared++;
    }
    expect(compared).toBeGreaterThan(40);
  });

  it('become 16 kHz mono of the right length', async () => {
    const path = files.find((file) => file.includes('ravdess') && file.includes('Actor_01'))!;
    const { channels } = await readRecording(path);
    const audio = await readAudio(path, { sampleRate: 16000 });
    expect(audio.sampleRate).toBe(16000);
    expect(audio.samples.length).toBe(Math.ceil(channels[0]!.length / 3));
  });
});
