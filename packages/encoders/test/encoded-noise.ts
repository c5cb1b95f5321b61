import { Random, runInTurns } from '@ser/core';
import { createFrontEnd, type EncoderSpec } from '@ser/dsp';
import { type OpenEncoderOptions, openEncoder } from '../src/index.js';

/** What an encoder makes of two seconds of noise, [frame, value] flat: the same work in Node and in a page. */
export async function encodedNoise(
  bytes: Uint8Array<ArrayBuffer>,
  feature: EncoderSpec,
  options: OpenEncoderOptions,
): Promise<number[]> {
  const random = new Random(3);
  const samples = Float32Array.from({ length: 32_000 }, () => 0.1 * random.normal());
  const encoder = await openEncoder(bytes, feature, options);
  const frame = { nFft: 400, hopLength: 320, center: false };
  const frontEnd = createFrontEnd({ sampleRate: 16_000, frame, features: [feature] }, { encoder });
  const { data } = await runInTurns(frontEnd.extractSteps({ samples, sampleRate: 16_000 }));
  await encoder.dispose();
  return Array.from(data);
}
