import { SerError } from '@ser/core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import { isWasmBackend, Sidecar } from './sidecar.js';

/** One sidecar for each running backend: tfjs may dispose its wasm backend and start another. */
export class Sidecars {
  private readonly byBackend = new Map<KernelBackend, Sidecar>();

  constructor(private readonly compiled: WebAssembly.Module) {}

  open(backend: KernelBackend): Sidecar {
    const known = this.byBackend.get(backend);
    if (known) return known;
    if (!isWasmBackend(backend)) throw new SerError('UNSUPPORTED_PLATFORM', 'The kernels need the tfjs wasm backend');
    const sidecar = new Sidecar(this.compiled, backend);
    this.byBackend.set(backend, sidecar);
    return sidecar;
  }

  close(backend: KernelBackend): void {
    this.byBackend.get(backend)?.release();
    this.byBackend.delete(backend);
  }
}
