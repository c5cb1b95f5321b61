import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { startBackend } from './start-backend.js';

// A page whose policy does not allow WebAssembly.
vi.spyOn(WebAssembly, 'Module').mockImplementation(function refuse() {
  throw new Error('refused by the policy');
});
const printed = (['log', 'info', 'warn', 'error'] as const).map((level) =>
  vi.spyOn(console, level).mockImplementation(() => {}),
);

afterEach(() => {
  for (const spy of printed) expect(spy.mock.calls).toEqual([]);
});

it('fails if only wasm was allowed', async () => {
  await expect(startBackend({ backend: 'wasm' })).rejects.toMatchObject({ code: 'UNSUPPORTED_PLATFORM' });
});

it('falls back to cpu with one warning, and prints nothing else', async () => {
  const warnings: string[] = [];
  expect(await startBackend({ onWarning: (message) => warnings.push(message) })).toBe('cpu');
  expect(tf.getBackend()).toBe('cpu');
  expect(warnings).toEqual([
    'The wasm backend cannot start (WebAssembly is not allowed here: refused by the policy); the much slower cpu ' +
      "backend runs instead. A page with a content security policy needs script-src 'wasm-unsafe-eval'.",
  ]);
  expect([...tf.add(tf.tensor1d([1]), 2).dataSync()]).toEqual([3]);
});
