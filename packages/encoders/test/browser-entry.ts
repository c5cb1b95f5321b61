import type { EncoderSpec } from '@ser/dsp';
import * as runtime from 'onnxruntime-web/wasm';
import { openEncoder } from '../src/index.js';
import { encodedNoise } from './encoded-noise.js';

/** What the page does when the test asks, with the file of an encoder as numbers. */
async function run(file: number[], feature: EncoderSpec): Promise<{ answer: number[]; refusals: string[] }> {
  const bytes = Uint8Array.from(file);
  const answer = await encodedNoise(bytes, feature, { runtime });
  const refused = [() => openEncoder(bytes, feature), () => openEncoder('encoder.onnx', feature)];
  const refusals = await Promise.all(refused.map((open) => open().then(String, ({ message }: Error) => message)));
  return { answer, refusals };
}

Object.assign(globalThis, { run });
