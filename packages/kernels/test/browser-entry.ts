import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { installKernels } from '../src/index.js';
import { hasRelaxedSimd } from '../src/module/compile.js';
import { tf, use } from './backends.js';
import { trainOneStep } from './one-step.js';

/** What the page does when the test asks. */
async function run(): Promise<{ relaxed: boolean; results: Record<string, number[]> }> {
  setWasmPaths('/wasm/');
  await use('wasm');
  await installKernels(tf);
  return { relaxed: hasRelaxedSimd(), results: await trainOneStep() };
}

Object.assign(globalThis, { run });
