import { invalidArgument, SerError } from '@ser/core';
import { installKernels, registerChainedOps } from '@ser/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { registerLayers } from '../layers/register-layers.js';

/** A TensorFlow.js backend that the models run on. */
export type BackendName = 'wasm' | 'cpu';

/** Options of {@link startBackend}. */
export interface BackendOptions {
  /**
   * `wasm`: WebAssembly with the kernels of `@ser/kernels`; `cpu`: plain JavaScript, hundreds of times slower in
   * training; `auto` (default): `wasm`, or `cpu` with a warning where WebAssembly cannot start.
   */
  backend?: BackendName | 'auto' | undefined;
  /** Where the browser finds the `.wasm` files of tfjs-backend-wasm: a folder's URL that ends in `/`. Node needs none. */
  wasmFolder?: string | undefined;
  /** Receives the warning of a fall-back to `cpu`; `console.warn` by default. */
  onWarning?: ((message: string) => void) | undefined;
}

async function startWasm(wasmFolder: string | undefined): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (wasmFolder !== undefined) setWasmPaths(wasmFolder);
  // The kernels share the memory of the plain build; tfjs would take its threaded one on cross-origin isolated pages.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await activate('wasm');
  await installKernels(tf);
}

async function startCpu(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  await activate('cpu');
}

async function activate(backend: BackendName): Promise<void> {
  const started = await tf.setBackend(backend);
  await tf.ready();
  if (!started || tf.getBackend() !== backend)
    throw new SerError(
      'UNSUPPORTED_PLATFORM',
      `TensorFlow.js could not start its ${backend} backend, it runs on ${tf.getBackend() ?? 'none'}`,
    );
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Makes TensorFlow.js ready for these models: registers the tensor methods that tfjs-layers needs and the layers that
 * train well, starts the backend, installs the fast kernels on it, and makes sure that it is the one in use. Call it
 * once, before building or loading a model; calling it again is harmless.
 *
 * @returns the backend that runs.
 * @throws SerError `UNSUPPORTED_PLATFORM` where the backend that was asked for cannot start.
 */
export async function startBackend(options: BackendOptions = {}): Promise<BackendName> {
  const { backend = 'auto', wasmFolder, onWarning = console.warn } = options;
  if (backend !== 'auto' && backend !== 'wasm' && backend !== 'cpu')
    throw invalidArgument('backend', backend, 'auto, wasm or cpu');
  registerChainedOps(tf);
  registerLayers();
  if (backend === 'cpu') {
    await startCpu();
    return 'cpu';
  }
  try {
    await startWasm(wasmFolder);
    return 'wasm';
  } catch (error) {
    if (backend === 'wasm')
      throw error instanceof SerError
        ? error
        : new SerError('UNSUPPORTED_PLATFORM', `the wasm backend cannot start: ${reason(error)}`, { cause: error });
    onWarning(`the wasm backend cannot start (${reason(error)}); running on the much slower cpu backend`);
    await startCpu();
    return 'cpu';
  }
}

/** @throws SerError where no backend was started or its tensors lack the methods that tfjs-layers needs. */
export function requireBackend(): void {
  if (tf.getBackend() === undefined || !('flatten' in tf.Tensor.prototype))
    throw new SerError('UNSUPPORTED_PLATFORM', 'TensorFlow.js has no running backend', {
      hint: 'Call await startBackend() first.',
    });
}
