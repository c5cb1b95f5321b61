import { invalidArgument, SerError } from '@ser/core';
import { installKernels, registerChainedOps } from '@ser/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { embeddedWasm } from '#tfjs-wasm';
import { registerLayers } from '../layers/register-layers.js';
import { quietStart } from './quiet-start.js';

/** A TensorFlow.js backend that the models run on. */
export type BackendName = 'wasm' | 'cpu';

/** Options of {@link startBackend}. */
export interface BackendOptions {
  /**
   * `wasm`: WebAssembly with the kernels of `@ser/kernels`; `cpu`: plain JavaScript, hundreds of times slower in
   * training; `auto` (default): `wasm`, or `cpu` with a warning where WebAssembly cannot start.
   */
  readonly backend?: BackendName | 'auto' | undefined;
  /**
   * URL of the folder, ending in `/`, from which a browser fetches `tfjs-backend-wasm-simd.wasm`. By default nothing is
   * fetched: browsers use the copy inside this package, Node the file of tfjs.
   */
  readonly wasmFolder?: string | undefined;
  /** Receives the warning of a fall-back to `cpu`; `console.warn` by default. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

/** `\0asm`, with which every WebAssembly module begins, and its version: the smallest module. */
const SMALLEST_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Returns the WebAssembly of tfjs; undefined if tfjs is to read it itself, as in Node. */
async function wasmBytes(wasmFolder: string | undefined): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (wasmFolder === undefined)
    return embeddedWasm === undefined
      ? undefined
      : Uint8Array.from(atob(embeddedWasm), (character) => character.charCodeAt(0));
  const url = wasmFolder + WASM_FILE;
  const response = await fetch(url).catch((cause: unknown) => {
    throw new SerError('UNSUPPORTED_PLATFORM', `${url} cannot be fetched: ${reason(cause)}`, { cause });
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok || !SMALLEST_MODULE.every((byte, index) => bytes[index] === byte))
    throw new SerError('UNSUPPORTED_PLATFORM', `${url} is not WebAssembly (HTTP status ${response.status})`, {
      hint: 'Copy the file from @tensorflow/tfjs-backend-wasm/dist there, or leave wasmFolder out.',
    });
  return bytes;
}

/** Refuses platforms on which tfjs would wait for ever for a module that cannot be compiled. */
function requireWebAssembly(bytes: Uint8Array<ArrayBuffer> | undefined): void {
  if (typeof WebAssembly === 'undefined')
    throw new SerError('UNSUPPORTED_PLATFORM', 'this platform has no WebAssembly');
  try {
    new WebAssembly.Module(SMALLEST_MODULE);
  } catch (cause) {
    throw new SerError('UNSUPPORTED_PLATFORM', `WebAssembly is not allowed here: ${reason(cause)}`, {
      hint: "A page with a content security policy needs script-src 'wasm-unsafe-eval'.",
      cause,
    });
  }
  if (bytes && !WebAssembly.validate(bytes))
    throw new SerError('UNSUPPORTED_PLATFORM', 'this platform has no WebAssembly SIMD');
}

/** Lets tfjs, which wants to fetch its module, take it from memory. */
async function startFrom<T>(bytes: Uint8Array<ArrayBuffer> | undefined, start: () => Promise<T>): Promise<T> {
  if (!bytes) return start();
  const environment = tf.env();
  const { platform } = environment;
  const fetchModule = async () => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
  environment.platform = Object.create(platform, { fetch: { value: fetchModule } }) as typeof platform;
  try {
    return await start();
  } finally {
    environment.platform = platform;
  }
}

async function startWasm(wasmFolder: string | undefined): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (tf.getBackend() !== 'wasm') {
    const bytes = await wasmBytes(wasmFolder);
    requireWebAssembly(bytes);
    if (bytes && tf.findBackend('wasm') === null) setWasmPaths('', true);
    // The kernels share the memory of the plain build; tfjs would take its threaded one on cross-origin isolated pages.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    await startFrom(bytes, () => activate('wasm'));
  }
  await installKernels(tf);
}

async function startCpu(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  await activate('cpu');
  // Its first use would advise to install another package.
  Object.assign(tf.backend(), { firstUse: false });
}

async function activate(backend: BackendName): Promise<void> {
  const started = await tf.setBackend(backend);
  await tf.ready();
  if (!started || tf.getBackend() !== backend)
    throw new SerError(
      'UNSUPPORTED_PLATFORM',
      `TensorFlow.js could not start its ${backend} backend; it runs on ${tf.getBackend() ?? 'none'}`,
    );
}

/**
 * Starts TensorFlow.js for these models: registers the tensor methods that tfjs-layers needs and the layers of this
 * package, starts the backend, and installs the fast kernels on it. Call it once before a model is built or loaded;
 * calling it again is harmless. Nothing is printed but one warning where `auto` falls back to `cpu`, and the process
 * keeps the error handlers that it had.
 *
 * @returns the backend that runs.
 * @throws SerError `UNSUPPORTED_PLATFORM` if the chosen backend cannot start.
 * @example
 * await startBackend(); // 'wasm'
 */
export async function startBackend(options: BackendOptions = {}): Promise<BackendName> {
  const { backend = 'auto', wasmFolder, onWarning = console.warn } = options;
  if (backend !== 'auto' && backend !== 'wasm' && backend !== 'cpu')
    throw invalidArgument('backend', backend, 'auto, wasm or cpu');
  registerChainedOps(tf);
  registerLayers();
  if (backend === 'cpu') {
    await quietStart(startCpu);
    return 'cpu';
  }
  try {
    await quietStart(() => startWasm(wasmFolder));
    return 'wasm';
  } catch (error) {
    if (backend === 'wasm')
      throw error instanceof SerError
        ? error
        : new SerError('UNSUPPORTED_PLATFORM', `the wasm backend cannot start: ${reason(error)}`, { cause: error });
    const hint = error instanceof SerError && error.hint ? ` ${error.hint}` : '';
    onWarning(`The wasm backend cannot start (${reason(error)}); the much slower cpu backend runs instead.${hint}`);
    await quietStart(startCpu);
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
