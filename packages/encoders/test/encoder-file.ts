import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EncoderSpec } from '@ser/dsp';

/** A small encoder with drawn weights, which `packages/interchange/test-data/make-encoder.ts` writes. */
export const ENCODER_FILE: string = fileURLToPath(new URL('../test-data/tiny-encoder.onnx', import.meta.url));

export const encoderBytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(ENCODER_FILE));

/** The feature of a front end that it computes. */
export const FEATURE: EncoderSpec = {
  kind: 'encoder',
  sha256: 'd95904195eb97a48a6b8650840a74ad18872931432183b81b931dac3c86bad25',
  size: 16,
  file: { name: 'tiny-encoder.onnx', bytes: 21_656, license: 'MIT' },
};
