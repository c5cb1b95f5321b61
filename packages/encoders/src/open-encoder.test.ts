import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random, runInTurns } from '@ser/core';
import { createFrontEnd, type EncoderSpec, type FeatureMatrix } from '@ser/dsp';
import * as node from 'onnxruntime-node';
import * as web from 'onnxruntime-web';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { ENCODER_FILE, encoderBytes, FEATURE } from '../test/encoder-file.js';
import type { OnnxRuntime } from './index.js';
import { type OpenEncoder, openEncoder } from './open-encoder.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-encoders-'));
const random = new Random(3);
const signal = {
  samples: Float32Array.from({ length: 16_000 * 4 + 99 }, () => 0.1 * random.normal()),
  sampleRate: 16_000,
};

const opened: OpenEncoder[] = [];
const open = async (...args: Parameters<typeof openEncoder>): Promise<OpenEncoder> => {
  const encoder = await openEncoder(...args);
  opened.push(encoder);
  return encoder;
};
afterEach(async () => {
  for (const encoder of opened.splice(0)) await encoder.dispose();
  vi.doUnmock('onnxruntime-node');
});
afterAll(() => rmSync(folder, { recursive: true }));

const extract = (encoder: OpenEncoder, fields: Partial<EncoderSpec> = {}): Promise<FeatureMatrix> => {
  const frame = { nFft: 400, hopLength: 320, center: false } as const;
  const plan = createFrontEnd({ sampleRate: 16_000, frame, features: [{ ...FEATURE, ...fields }] }, { encoder });
  return runInTurns(plan.extractSteps(signal));
};

const largestDifference = (a: FeatureMatrix, b: FeatureMatrix): number =>
  a.data.reduce((most, x, i) => Math.max(most, Math.abs(x - b.data[i]!)), 0);

describe('openEncoder', () => {
  it('runs an encoder, whole or in chunks, with the same frames', async () => {
    const encoder = await open(ENCODER_FILE, FEATURE);
    const whole = await extract(encoder);
    expect([whole.frames, whole.coeffs]).toEqual([200, 16]);
    expect(new Set(whole.data).size).toBeGreaterThan(1000);
    const chunks = await extract(encoder, { chunkSeconds: 1, contextSeconds: 0.1 });
    expect(chunks.frames).toBe(200);
    expect(largestDifference(chunks, whole)).toBeLessThan(1e-6);
  });

  it('gives layers by number: the last one is the plain output', async () => {
    const encoder = await open(encoderBytes(), FEATURE);
    const stack = { output: 'hidden_states' };
    expect(await extract(encoder, { ...stack, layer: 1 })).toEqual(await extract(encoder));
    expect(await extract(encoder, { ...stack, layer: 0 })).not.toEqual(await extract(encoder));
  });

  it('takes onnxruntime-web, as browsers have it, with the same answers', async () => {
    const runtime: OnnxRuntime = web;
    const native = await extract(await open(ENCODER_FILE, FEATURE, { runtime: node }));
    const wasm = await extract(await open(encoderBytes(), FEATURE, { runtime }));
    expect(largestDifference(wasm, native)).toBeLessThan(1e-4);
  });
});

describe('errors', () => {
  const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
    Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

  it('names a file that is not there', async () => {
    const path = join(folder, 'none.onnx');
    await expect(open(path, FEATURE)).rejects.toMatchObject({ code: 'NOT_FOUND', message: `no such file: ${path}` });
  });

  it('refuses another file before anything of it is loaded', async () => {
    const bytes = encoderBytes();
    bytes[bytes.length - 1]! ^= 1;
    const create = vi.fn();
    const runtime = { ...node, InferenceSession: { create } };
    const path = join(folder, 'other.onnx');
    writeFileSync(path, bytes);
    for (const source of [bytes, path])
      await expect(open(source, FEATURE, { runtime })).rejects.toMatchObject({
        code: 'INVALID_MODEL',
        message: expect.stringMatching(
          /other|tiny-encoder\.onnx is another file than the encoder: its SHA-256 is [0-9a-f]{64}$/,
        ),
        hint: `The encoder is tiny-encoder.onnx, 21656 bytes, SHA-256 ${FEATURE.sha256}, license MIT.`,
      });
    expect(create).not.toHaveBeenCalled();
  });

  it('says that a file is no ONNX model', async () => {
    const bytes = new TextEncoder().encode('not a model');
    await expect(open(bytes, { sha256: await sha256(bytes) })).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: expect.stringMatching(/^the encoder cannot be loaded by ONNX Runtime: /),
      hint: 'Export it as one file with its weights inside.',
    });
  });

  it('names inputs and outputs that are not there, and those that are', async () => {
    const encoder = await open(ENCODER_FILE, FEATURE);
    await expect(extract(encoder, { input: 'audio' })).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: `${ENCODER_FILE} has no input audio`,
      hint: 'Its inputs are input_values.',
    });
    await expect(extract(encoder, { output: 'logits' })).rejects.toMatchObject({
      message: `${ENCODER_FILE} has no output logits`,
      hint: 'Its outputs are last_hidden_state, hidden_states.',
    });
  });

  it('says that it fails for samples that are too few for it', async () => {
    const encoder = await open(ENCODER_FILE, FEATURE);
    await expect(
      encoder.run(new Float32Array(3), { input: 'input_values', output: 'last_hidden_state' }),
    ).rejects.toMatchObject({ code: 'INVALID_MODEL', message: expect.stringContaining('fails for 3 samples: ') });
  });

  it('says how to install ONNX Runtime', async () => {
    vi.doMock('onnxruntime-node', () => {
      throw new Error('Cannot find package');
    });
    await expect(open(ENCODER_FILE, FEATURE)).rejects.toMatchObject({
      code: 'UNSUPPORTED_PLATFORM',
      message: 'a speech encoder needs the package onnxruntime-node',
      hint: 'npm install onnxruntime-node',
    });
  });

  it('names a number of threads out of range, and stops with the reason of the caller', async () => {
    await expect(open(ENCODER_FILE, FEATURE, { threads: 0 })).rejects.toThrow(
      'threads must be an integer from 1 to 256',
    );
    const signal = AbortSignal.abort(new Error('closed'));
    await expect(open(ENCODER_FILE, FEATURE, { signal })).rejects.toThrow('closed');
  });
});

describe('other exports', () => {
  /** An ONNX Runtime whose session has these inputs, and answers with what it got. */
  const runtime = (inputNames: readonly string[], answer: object): OnnxRuntime & { fed: Record<string, unknown>[] } => {
    const fed: Record<string, unknown>[] = [];
    return {
      fed,
      InferenceSession: {
        create: async () => ({
          ...{ inputNames, outputNames: ['last_hidden_state'], release: async () => {} },
          async run(feeds) {
            fed.push(feeds);
            return { last_hidden_state: { type: 'float32', data: new Float32Array(2), dims: [1, 1, 2], ...answer } };
          },
        }),
      },
      Tensor: class {
        constructor(
          readonly type: string,
          readonly data: unknown,
          readonly dims: readonly number[],
        ) {}
      },
    };
  };
  const names = { input: 'input_values', output: 'last_hidden_state' };

  it('get ones as their attention mask', async () => {
    const ort = runtime(['input_values', 'attention_mask'], {});
    await (await open(encoderBytes(), FEATURE, { runtime: ort })).run(Float32Array.of(1, 2, 3), names);
    expect(ort.fed).toEqual([
      {
        input_values: { type: 'float32', data: Float32Array.of(1, 2, 3), dims: [1, 3] },
        attention_mask: { type: 'int64', data: BigInt64Array.of(1n, 1n, 1n), dims: [1, 3] },
      },
    ]);
  });

  it('are refused with further inputs, and with outputs in half precision', async () => {
    const more = await open(encoderBytes(), FEATURE, { runtime: runtime(['input_values', 'lengths'], {}) });
    await expect(more.run(new Float32Array(3), names)).rejects.toThrow('has an input lengths besides the samples');
    const half = { type: 'float16', data: new Uint16Array(2) };
    const other = await open(encoderBytes(), FEATURE, { runtime: runtime(['input_values'], half) });
    await expect(other.run(new Float32Array(3), names)).rejects.toMatchObject({
      message: 'output last_hidden_state of tiny-encoder.onnx is of type float16, not float32',
      hint: 'Export it in single precision.',
    });
  });
});
