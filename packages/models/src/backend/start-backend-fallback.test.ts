import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { startBackend } from './start-backend.js';

// A platform whose WebAssembly cannot be used.
beforeAll(() => {
  vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(new Error('no SIMD'));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

it('does not pretend: wasm fails where it was asked for', async () => {
  await expect(startBackend({ backend: 'wasm' })).rejects.toMatchObject({ code: 'UNSUPPORTED_PLATFORM' });
});

it('falls back to cpu with a warning where it may choose', async () => {
  const warnings: string[] = [];
  expect(await startBackend({ onWarning: (message) => warnings.push(message) })).toBe('cpu');
  expect(tf.getBackend()).toBe('cpu');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('running on the much slower cpu backend');
});
