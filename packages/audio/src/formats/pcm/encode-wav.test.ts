import { describe, expect, it } from 'vitest';
import { decodeRecording } from '../../decode/decode-recording.js';
import { encodeWav } from './encode-wav.js';

const every16Bit = Float32Array.from({ length: 65536 }, (_, i) => (i - 32768) / 32768);

it('writes 16 bits by default, which come back unchanged', async () => {
  const recording = await decodeRecording(encodeWav({ samples: every16Bit, sampleRate: 16000 }));
  expect(recording).toMatchObject({ codec: 'pcm_s16le', sampleRate: 16000, bitDepth: 16 });
  expect(recording.channels[0]).toEqual(every16Bit);
});

it('writes float samples as they are, above full scale too', async () => {
  const samples = Float32Array.of(0.1, -1.5, 2 ** -30);
  const recording = await decodeRecording(encodeWav({ samples, sampleRate: 44100 }, { format: 'float32' }));
  expect(recording).toMatchObject({ codec: 'pcm_f32le', channels: [samples] });
});

it('writes several channels', async () => {
  const channels = [Float32Array.of(0.5, 0), Float32Array.of(-0.5, 0.25)];
  expect((await decodeRecording(encodeWav({ channels, sampleRate: 8000 }))).channels).toEqual(channels);
});

it('rounds to the nearest step', async () => {
  const samples = Float32Array.of(0.4 / 32768, 0.6 / 32768, -0.6 / 32768, 1);
  const { channels } = await decodeRecording(encodeWav({ samples, sampleRate: 8000 }));
  expect([...channels[0]!].map((x) => x * 32768 + 0)).toEqual([0, 1, -1, 32767]);
});

describe('refuses', () => {
  const audio = (...samples: number[]) => ({ samples: Float32Array.from(samples), sampleRate: 8000 });

  it('what 16 bits cannot hold, rather than clip it', () => {
    expect(() => encodeWav(audio(0, 1.25))).toThrow('samples[1] must be between -1 and 1, got 1.25');
    expect(() => encodeWav(audio(-1.25))).toThrow('got -1.25');
  });

  it('what is not finite, in both formats', () => {
    expect(() => encodeWav(audio(0, Number.NaN))).toThrow('samples[1] must be finite, got NaN');
    expect(() => encodeWav(audio(Number.POSITIVE_INFINITY), { format: 'float32' })).toThrow('got Infinity');
  });

  it('no samples, unequal channels, bad rates and unknown formats', () => {
    expect(() => encodeWav(audio())).toThrow('samples must be at least one sample, got 0');
    expect(() => encodeWav({ channels: [], sampleRate: 8000 })).toThrow('at least one sample');
    const unequal = [new Float32Array(1), new Float32Array(2)];
    expect(() => encodeWav({ channels: unequal, sampleRate: 8000 })).toThrow(
      'channels must be of equal length, got [1,2]',
    );
    expect(() => encodeWav({ ...audio(0), sampleRate: 0 })).toThrow('sampleRate must be a positive whole number of Hz');
    expect(() => encodeWav({ ...audio(0), sampleRate: 22050.5 })).toThrow('got 22050.5');
    expect(() => encodeWav(audio(0), { format: 'mp3' as 'int16' })).toThrow('format must be "int16" or "float32"');
  });
});
