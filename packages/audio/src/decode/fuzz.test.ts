import { Random, SerError } from '@ser/core';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clips } from '../../test/test-data/clips.js';
import { resealed } from '../../test/test-data/ogg-bytes.js';
import { au, bytesOf, caf, comm, data, extensible, fmt, iff, riff, ssnd, w64 } from '../../test/test-data/wav-bytes.js';
import { MOST_MEMORY, watchMemory } from '../../test/watch-memory.js';
import { BitReader, EndOfBytes } from '../formats/flac/bit-reader.js';
import { BadFrame, readSubframe } from '../formats/flac/subframe.js';
import { encodeWav } from '../formats/pcm/encode-wav.js';
import { decodeAudio } from './decode-audio.js';
import { decodeRecording } from './decode-recording.js';
import { probeRecording } from './probe-recording.js';

const ramp = Float32Array.from({ length: 300 }, (_, i) => i / 300);
const s16 = new Uint8Array(Int16Array.from(ramp, (x) => 20000 * x).buffer);

const seeds: Record<string, Uint8Array> = {
  ...clips,
  wav16: encodeWav({ channels: [ramp, ramp], sampleRate: 16000 }),
  wavFloat: encodeWav({ samples: ramp, sampleRate: 16000 }, { format: 'float32' }),
  wavExtensible: riff([{ id: 'LIST', body: new Uint8Array(7) }, extensible(1, 2, 48000, 24), data(s16)]),
  wavMulaw: riff([fmt(7, 1, 8000, 8), data(s16)]),
  rf64: riff([{ id: 'ds64', body: new Uint8Array(28) }, fmt(1, 1, 8000, 16), data(s16, 0xffffffff)], { id: 'RF64' }),
  aiff: iff('AIFF', [comm(1, 300, 16, 24414), ssnd(s16)]),
  aifc: iff('AIFC', [comm(1, 150, 32, 24414, 'fl32'), ssnd(s16)]),
  au: au(3, 1, 16000, s16),
  caf: caf({ channels: 1, bits: 16, sampleRate: 16000 }, s16),
  w64: w64([fmt(1, 1, 16000, 16), data(s16)]),
  wavMp3: riff([fmt(0x55, 1, 16000, 0), data(clips.mp3NoTag)]),
};

/** One to eight changes, most of them where headers are. */
function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let out: Uint8Array = bytes.slice();
  const place = () => (random.next() < 0.7 ? random.integer(Math.min(out.length, 80)) : random.integer(out.length));
  for (let i = 1 + random.integer(8); i > 0 && out.length > 1; i--) {
    const at = place();
    switch (random.integer(6)) {
      case 0:
        out[at] = random.integer(256);
        break;
      case 1:
        out[at]! ^= 1 << random.integer(8);
        break;
      case 2:
        out.fill(random.pick([0, 0x7f, 0x80, 0xff]), at, at + random.pick([1, 2, 4, 8]));
        break;
      case 3:
        out = out.slice(0, at);
        break;
      case 4:
        out = bytesOf(out.subarray(0, at), out.subarray(at + 1 + random.integer(8)));
        break;
      default:
        out = bytesOf(
          out.subarray(0, at),
          Array.from({ length: 1 + random.integer(8) }, () => random.integer(256)),
          out.subarray(at),
        );
    }
  }
  return out;
}

/** Mutations of each seed; `SER_FUZZ_ROUNDS=7500` makes a run of more than 200,000 inputs. */
const ROUNDS = Number(process.env.SER_FUZZ_ROUNDS ?? 150);

const tried = { decoded: 0, refused: 0 };
afterAll(() =>
  console.info(`${tried.decoded + tried.refused} inputs: ${tried.decoded} decoded, ${tried.refused} refused`),
);

/** What one input may take of the processor, in milliseconds; time in which the process waits does not count. */
const MOST_MS = 2000;

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Decodes and probes; anything but a typed error or a sound recording, in time, fails. */
async function survives(bytes: Uint8Array): Promise<'decoded' | 'refused'> {
  const started = processorMs();
  const outcome = await decodes(bytes);
  expect(processorMs() - started).toBeLessThan(MOST_MS);
  tried[outcome]++;
  return outcome;
}

async function decodes(bytes: Uint8Array): Promise<'decoded' | 'refused'> {
  try {
    await probeRecording(bytes);
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
  }
  try {
    const { channels, sampleRate } = await decodeRecording(bytes);
    expect(channels.length).toBeGreaterThan(0);
    expect(sampleRate).toBeGreaterThanOrEqual(1000);
    const length = channels[0]!.length;
    expect(length).toBeGreaterThan(0);
    expect(channels.every((samples) => samples.length === length && samples.every(Number.isFinite))).toBe(true);
    return 'decoded';
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    expect(['INVALID_AUDIO', 'UNSUPPORTED_AUDIO']).toContain(error.code);
    return 'refused';
  }
}

describe('hostile bytes end in a typed error or a valid recording, soon and in little memory', () => {
  let grown = watchMemory();
  beforeEach(() => {
    grown = watchMemory();
  });
  afterEach(() => {
    expect(grown()).toBeLessThan(MOST_MEMORY);
  });

  it.each(Object.keys(seeds))('mutations of %s', { timeout: 20_000 + 400 * ROUNDS }, async (name) => {
    const random = new Random(`fuzz ${name}`);
    const outcomes = { decoded: 0, refused: 0 };
    for (let i = 0; i < ROUNDS; i++) outcomes[await survives(mutate(seeds[name]!, random))]++;
    expect(outcomes.refused + outcomes.decoded).toBe(ROUNDS);
  });

  it('random bytes behind every magic number', { timeout: 20_000 }, async () => {
    const random = new Random('magic');
    const magics = Object.values(seeds).flatMap((bytes) => [4, 12, 36, 60].map((length) => bytes.subarray(0, length)));
    for (let i = 0; i < 1500; i++) {
      const tail = Array.from({ length: random.integer(400) }, () => random.integer(256));
      await survives(bytesOf(random.pick(magics), tail));
    }
  });

  it.each(['vorbis', 'vorbisSix', 'opus', 'opus60', 'oggFlac'])(
    'changes inside the packets of %s',
    { timeout: 20_000 + 400 * ROUNDS },
    async (name) => {
      const random = new Random(`sealed ${name}`);
      const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
      for (let i = 0; i < ROUNDS; i++) {
        const bytes = seeds[name]!.slice();
        for (let k = 1 + random.integer(6); k > 0; k--)
          bytes[28 + random.integer(bytes.length - 28)] = random.integer(256);
        await survives(resealed(bytes));
      }
      quiet.mockRestore();
    },
  );

  it('random bits as FLAC subframes', () => {
    const random = new Random('subframe');
    const out = new Float64Array(64);
    let read = 0;
    for (let i = 0; i < 3000; i++) {
      const bits = Uint8Array.from(
        { length: 40 + random.integer(400) },
        () => random.integer(256) & random.integer(256),
      );
      bits[0]! &= 0x7f;
      try {
        readSubframe(new BitReader(bits, 0), 16, out);
        read++;
      } catch (error) {
        if (!(error instanceof BadFrame || error instanceof EndOfBytes)) throw error;
      }
    }
    expect(read).toBeGreaterThan(100);
  });

  it('random bytes', async () => {
    const random = new Random('noise');
    for (let i = 0; i < 500; i++)
      await survives(Uint8Array.from({ length: random.integer(200) }, () => random.integer(256)));
  });

  it('every truncation of a WAV header', async () => {
    const wav = seeds.wavExtensible!;
    // Sizes that are a few bytes too long, or count the header, are mended.
    for (let length = 0; length < wav.length - 100; length++)
      expect(await survives(wav.subarray(0, length))).toBe('refused');
  });

  it('a low announced rate does not unpack to gigabytes when it is resampled', async () => {
    const slow = riff([fmt(1, 1, 1000, 16), data(s16)]);
    expect((await decodeAudio(slow, { sampleRate: 16000 })).samples.length).toBe(16 * 300);
    await expect(decodeAudio(riff([fmt(1, 1, 1, 16), data(s16)]), { sampleRate: 16000 })).rejects.toBeInstanceOf(
      SerError,
    );
  });
});
