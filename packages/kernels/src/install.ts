import { SerError } from '@ser/core';
import type { GradConfig, KernelBackend, KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { GRADIENTS, KERNELS, OVER_STOCK } from './kernels/catalog.js';
import type { Inputs, Kernel } from './kernels/kernel.js';
import { registerFusedLayers, unregisterLayers } from './layers/register.js';
import { compileKernels } from './module/compile.js';
import { Sidecars } from './module/sidecars.js';

/** The namespace of `@tensorflow/tfjs-core` (or of a package that re-exports it). */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/** The tfjs release whose heap layout, kernel names and kernel bugs this package was verified with. */
const VERIFIED_TFJS = '4.22.0';

const BACKEND = 'wasm';

/** A registered kernel of this package, with the stock one that it replaces. */
interface Replacement extends KernelConfig {
  readonly replaces: KernelConfig | undefined;
  readonly sidecars: Sidecars;
}

interface GradientReplacement extends GradConfig {
  readonly replaces: GradConfig | undefined;
}

/**
 * Installs the kernels on TensorFlow.js' wasm backend: those that it lacks, has wrong, or has slow, and those of the
 * fused layers. Call it once, after `await tf.setBackend('wasm')`; a second call does nothing. Models loaded afterwards
 * by `tf.loadLayersModel` get the fused layers.
 *
 * The kernels stay as long as the backend; their scratch memory is freed when it is disposed.
 *
 * @param tf the namespace of `@tensorflow/tfjs-core` 4.22.0
 * @throws SerError `UNSUPPORTED_PLATFORM` on another tfjs version, another backend, or an engine without SIMD
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core';
 * import '@tensorflow/tfjs-backend-wasm';
 * await tf.setBackend('wasm');
 * await installKernels(tf);
 */
export async function installKernels(tf: TensorFlow): Promise<void> {
  if (tf.version_core !== VERIFIED_TFJS) {
    throw new SerError('UNSUPPORTED_PLATFORM', `The kernels need tfjs ${VERIFIED_TFJS}, got ${tf.version_core}`, {
      hint: `They share the memory of its wasm backend and were verified with ${VERIFIED_TFJS} only.`,
    });
  }
  await tf.ready();
  if (tf.getBackend() !== BACKEND) {
    throw new SerError('UNSUPPORTED_PLATFORM', `The kernels need the wasm backend, got ${tf.getBackend()}`, {
      hint: "Call await tf.setBackend('wasm') first, and check that it returns true.",
    });
  }
  if (installed(tf)) return;
  const compiled = await compileKernels();
  if (installed(tf)) return;
  const sidecars = new Sidecars(compiled);
  sidecars.open(tf.backend());
  for (const kernel of KERNELS) replaceKernel(tf, kernel, sidecars);
  for (const gradient of GRADIENTS) replaceGradient(tf, gradient);
  for (const [name, over] of Object.entries(OVER_STOCK)) replaceGradient(tf, over(stockGradient(tf, name)));
  registerFusedLayers();
}

/** Restores the stock kernels and layers. Does nothing if the kernels are not installed. */
export function uninstallKernels(tf: TensorFlow): void {
  if (!installed(tf)) return;
  for (const { name } of KERNELS) {
    const ours = tf.getKernel(name, BACKEND) as Replacement;
    tf.unregisterKernel(name, BACKEND);
    if (ours.replaces) tf.registerKernel(ours.replaces);
    ours.sidecars.close(tf.findBackend(BACKEND));
  }
  for (const kernelName of [...GRADIENTS.map((gradient) => gradient.kernelName), ...Object.keys(OVER_STOCK)]) {
    const ours = tf.getGradient(kernelName) as GradientReplacement;
    tf.unregisterGradient(kernelName);
    if (ours.replaces) tf.registerGradient(ours.replaces);
  }
  unregisterLayers();
}

function installed(tf: TensorFlow): boolean {
  const first = tf.getKernel(KERNELS[0]!.name, BACKEND);
  return first !== undefined && 'replaces' in first;
}

function replaceKernel(tf: TensorFlow, kernel: Kernel, sidecars: Sidecars): void {
  const stock = tf.getKernel(kernel.name, BACKEND);
  const kernelFunc: KernelFunc = (params) => {
    const runStock = (): TensorInfo | TensorInfo[] => {
      if (stock === undefined) throw new Error(`there is no stock kernel ${kernel.name}`);
      return stock.kernelFunc(params);
    };
    const sidecar = sidecars.open(params.backend as KernelBackend);
    return kernel.run(sidecar, params.inputs as Inputs, params.attrs ?? {}, runStock);
  };
  const ours: Replacement = {
    kernelName: kernel.name,
    backendName: BACKEND,
    kernelFunc,
    setupFunc: (backend) => {
      stock?.setupFunc?.(backend);
      sidecars.open(backend as KernelBackend);
    },
    disposeFunc: (backend) => {
      stock?.disposeFunc?.(backend);
      sidecars.close(backend as KernelBackend);
    },
    replaces: stock,
    sidecars,
  };
  if (stock) tf.unregisterKernel(kernel.name, BACKEND);
  tf.registerKernel(ours);
}

function stockGradient(tf: TensorFlow, kernelName: string): GradConfig {
  const gradient = tf.getGradient(kernelName);
  if (gradient === undefined) {
    throw new SerError('UNSUPPORTED_PLATFORM', `tfjs has no gradient of ${kernelName} registered`, {
      hint: 'Import @tensorflow/tfjs-layers, or @tensorflow/tfjs-core/dist/register_all_gradients.',
    });
  }
  return gradient;
}

function replaceGradient(tf: TensorFlow, gradient: GradConfig): void {
  const ours: GradientReplacement = { ...gradient, replaces: tf.getGradient(gradient.kernelName) };
  if (ours.replaces) tf.unregisterGradient(gradient.kernelName);
  tf.registerGradient(ours);
}
