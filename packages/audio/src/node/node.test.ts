import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clips } from '../../test/test-data/clips.js';
import { flacFrame, flacHead } from '../../test/test-data/flac-bytes.js';
import { bytesOf, data, fmt, riff, u32 } from '../../test/test-data/wav-bytes.js';
import { decodeAudio } from '../decode/decode-audio.js';
import { encodeWav } from '../formats/pcm/encode-wav.js';
import { probeAudio, readAudio, readAudioBlocks, readRecording, writeWav } from './index.js';

let folder: string;
const at = (name: string) => join(folder, name);
const put = async (name: string, bytes: Uint8Array) => {
  await writeFile(at(name), bytes);
  return at(name);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ser-audio-'));
});
afterAll(() => rm(folder, { recursive: true }));

const ramp = Float32Array.from({ length: 1000 }, (_, i) => (i - 500) / 1024);

it('reads what it wrote', async () => {
  await writeWav(at('ramp.wav'), { samples: ramp, sampleRate: 16000 });
  expect(await readAudio(at('ramp.wav'))).toEqual({ samples: ramp, sampleRate: 16000, notes: [] });
  expect(await readRecording(at('ramp.wav'))).toMatchObject({ channels: [ramp], codec: 'pcm_s16le' });
  expect((await readAudio(at('ramp.wav'), { sampleRate: 8000 })).samples.length).toBe(500);
});

it('goes by content, not by name', async () => {
  const path = await put('flac.wav', clips.flac8);
  expect(await readRecording(path)).toMatchObject({ codec: 'flac' });
});

describe('errors name the path', () => {
  const readers = {
    readAudio,
    readRecording,
    probeAudio,
    readAudioBlocks: (path: string) => readAudioBlocks(path, { blockFrames: 10 }).next(),
  };
  const each = async (path: string, code: string, message: string) => {
    for (const [name, read] of Object.entries(readers))
      await expect(read(path), name).rejects.toMatchObject({ name: 'SerError', code, message });
  };

  it('no such file, also below a file', async () => {
    await each(at('none.wav'), 'NOT_FOUND', `no such file: ${at('none.wav')}`);
    const file = await put('file', new Uint8Array(1));
    await each(join(file, 'x.wav'), 'NOT_FOUND', `not a folder: ${join(file, 'x.wav')}`);
  });

  it('a folder', () => each(folder, 'INVALID_AUDIO', `${folder} is a folder, not an audio file`));

  it('an empty file', async () => {
    const path = await put('empty.wav', new Uint8Array(0));
    await each(path, 'INVALID_AUDIO', `${path} is empty: it holds 0 bytes`);
  });

  it('text renamed to .wav', async () => {
    const path = await put('text.wav', bytesOf('not a recording'));
    await each(path, 'INVALID_AUDIO', `${path} is not audio: it begins with the text "not a recording"`);
  });

  it('a truncated file', async () => {
    const path = await put('short.wav', encodeWav({ samples: ramp, sampleRate: 1000 }).subarray(0, 1044));
    await each(
      path,
      'INVALID_AUDIO',
      `${path} is truncated: its header announces 2000 bytes of samples (1.00 s), the file holds 1000 (0.50 s)`,
    );
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a file without permission', async () => {
    const path = await put('secret.wav', encodeWav({ samples: ramp, sampleRate: 8000 }));
    await chmod(path, 0);
    await each(path, 'FILE_ACCESS', `cannot read file ${path}: permission denied`);
  });
});

describe('writeWav', () => {
  it('leaves nothing behind when it fails', async () => {
    const target = at('target');
    await mkdir(target);
    const before = await readdir(folder);
    const audio = { samples: ramp, sampleRate: 8000 };
    await expect(writeWav(target, audio)).rejects.toMatchObject({ name: 'SerError' });
    await expect(writeWav(join(at('ramp.wav'), 'a.wav'), audio)).rejects.toMatchObject({ code: 'FILE_ACCESS' });
    await expect(
      writeWav(at('nan.wav'), { samples: Float32Array.of(Number.NaN), sampleRate: 8000 }),
    ).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(await readdir(folder)).toEqual(before);
  });

  it('replaces a file as a whole', async () => {
    await writeWav(at('twice.wav'), { samples: ramp, sampleRate: 8000 });
    await writeWav(at('twice.wav'), { samples: ramp.slice(0, 10), sampleRate: 8000 }, { format: 'float32' });
    expect((await readFile(at('twice.wav'))).length).toBe(44 + 40);
  });
});

describe('probeAudio', () => {
  it('reads headers only, of WAV and FLAC', async () => {
    const wav = await put('probe.wav', riff([fmt(1, 2, 44100, 24), data(new Uint8Array(600))]));
    const info = { channels: 2, bitDepth: 24 };
    expect(await probeAudio(wav)).toEqual({
      container: 'wav',
      codec: 'pcm_s24le',
      sampleRate: 44100,
      frames: 100,
      duration: 100 / 44100,
      ...info,
    });
    const flac = await put('probe.flac', clips.flac24);
    expect(await probeAudio(flac)).toEqual({
      container: 'flac',
      codec: 'flac',
      sampleRate: 16000,
      frames: 1000,
      duration: 1 / 16,
      ...info,
    });
  });

  it('knows no length where the headers have none', async () => {
    const flac = await put('pipe.flac', flacHead({ channels: 1, bits: 16 }));
    expect(await probeAudio(flac)).toEqual({
      container: 'flac',
      codec: 'flac',
      channels: 1,
      sampleRate: 16000,
      bitDepth: 16,
    });
  });
});

it('does not wait for a named pipe that nobody writes to', async () => {
  const path = at('pipe');
  execFileSync('mkfifo', [path]);
  await expect(readAudio(path)).rejects.toMatchObject({
    code: 'INVALID_AUDIO',
    message: `${path} is not a regular file`,
  });
});

it('reads a recording from standard input', { timeout: 30_000 }, async () => {
  const script = `
    import { readAudio } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    const { samples, sampleRate } = await readAudio('/dev/stdin');
    console.log(samples.length, sampleRate);`;
  const run = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  run.stdin.end(encodeWav({ samples: ramp, sampleRate: 16000 }));
  let output = '';
  for await (const chunk of run.stdout) output += chunk;
  expect(output).toBe('1000 16000\n');
});

describe('readAudioBlocks', () => {
  const collect = async (path: string, blockFrames: number) => {
    const blocks = [];
    for await (const block of readAudioBlocks(path, { blockFrames })) blocks.push(block);
    return blocks;
  };

  it.each(['flac16Stereo', 'flac16Fixed', 'flac24', 'mp3Stereo44k', 'vorbis', 'opus', 'oggFlac'] as const)(
    'gives all of %s in order, in equal blocks',
    async (name) => {
      const path = await put(`${name}.audio`, clips[name]);
      const whole = await decodeAudio(clips[name]);
      const blocks = await collect(path, 300);
      expect(blocks.map(({ start }) => start)).toEqual(blocks.map((_, i) => 300 * i));
      expect(blocks.flatMap(({ samples }) => [...samples])).toEqual([...whole.samples]);
      expect(blocks[0]!.samples.length).toBe(300);
    },
  );

  it('gives WAV blocks, the last one shorter', async () => {
    const path = await put('blocks.wav', encodeWav({ channels: [ramp, ramp.map((x) => x / 2)], sampleRate: 16000 }));
    const blocks = await collect(path, 384);
    expect(blocks.map(({ samples }) => samples.length)).toEqual([384, 384, 232]);
    expect(blocks[2]).toMatchObject({ sampleRate: 16000, start: 768, samples: ramp.slice(768).map((x) => 0.75 * x) });
    expect((await collect(path, 1)).length).toBe(1000);
    expect((await collect(path, 2 ** 24)).length).toBe(1);
  });

  it('says where in the recording a sample is not finite', async () => {
    const samples = ramp.slice();
    samples[700] = Number.POSITIVE_INFINITY;
    const path = await put('inf.wav', riff([fmt(3, 1, 1000, 32), data(new Uint8Array(samples.buffer))]));
    await expect(collect(path, 128)).rejects.toThrow(`${path} holds Infinity at sample 700 (0.700 s) of channel 0`);
  });

  it('finds a truncated FLAC file at its end', async () => {
    const path = await put('cut.flac', clips.flac16Fixed.subarray(0, -30));
    await expect(collect(path, 100)).rejects.toThrow('is truncated: it announces 3000 samples a channel');
  });

  it('refuses impossible block lengths', async () => {
    for (const blockFrames of [0, -1, 1.5, 2 ** 24 + 1, Number.NaN])
      await expect(collect(at('blocks.wav'), blockFrames)).rejects.toThrow(
        'blockFrames must be an integer from 1 to 16777216',
      );
  });

  it('stops reading when the caller stops', async () => {
    const path = at('blocks.wav');
    for await (const block of readAudioBlocks(path, { blockFrames: 10 })) {
      expect(block.start).toBe(0);
      break;
    }
    await rm(path);
  });

  const hour = 3600 * 16000;

  /** Reads a file block by block, and says how much memory that took at most. */
  const peakMemory = async (path: string): Promise<{ frames: number; grown: number }> => {
    const before = process.memoryUsage.rss();
    let peak = before;
    let frames = 0;
    for await (const { samples } of readAudioBlocks(path, { blockFrames: 160_000 })) {
      frames += samples.length;
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    return { frames, grown: peak - before };
  };

  it('reads an hour of WAV in less than 100 MB', { timeout: 30_000 }, async () => {
    const path = await put(
      'hour.wav',
      bytesOf('RIFF', u32(36 + 2 * hour), 'WAVE', 'fmt ', u32(16), fmt(1, 1, 16000, 16).body, 'data', u32(2 * hour)),
    );
    await truncate(path, 44 + 2 * hour);
    const { frames, grown } = await peakMemory(path);
    expect(frames).toBe(hour);
    expect(grown).toBeLessThan(100e6);
    await expect(readAudio(path)).rejects.toThrow('lasts 3600.00 s; at most 600 s are decoded');
    await rm(path);
  });

  it('reads an hour of FLAC in less than 100 MB', { timeout: 30_000 }, async () => {
    const block = 4000;
    const frame = flacFrame(block, 0, (bits) => {
      bits.put(0, 1).put(8, 6).put(0, 1).put(0, 2).put(0, 4).put(4, 4);
      for (let i = 0; i < block; i++) bits.rice((i % 17) - 8, 4);
    });
    const tenSeconds = bytesOf(...Array.from({ length: 40 }, () => frame));
    const path = await put('hour.flac', flacHead({ channels: 1, bits: 16, total: hour }));
    const body = Buffer.concat(Array.from({ length: 360 }, () => tenSeconds));
    await writeFile(path, body, { flag: 'a' });
    const { frames, grown } = await peakMemory(path);
    expect(frames).toBe(hour);
    expect(grown).toBeLessThan(100e6);
    await rm(path);
  });

  it('reads an hour of MP3 in less than 100 MB', { timeout: 60_000 }, async () => {
    const path = at('hour.mp3');
    const seconds = (await decodeAudio(clips.mp3NoTag)).samples.length / 22050;
    const times = Math.ceil(3600 / seconds);
    await writeFile(path, Buffer.concat(Array.from({ length: times }, () => clips.mp3NoTag)));
    const { frames, grown } = await peakMemory(path);
    expect(frames).toBeGreaterThan(0.99 * 3600 * 22050);
    expect(grown).toBeLessThan(100e6);
    await rm(path);
  });
});
