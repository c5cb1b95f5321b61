import { SerError } from '@ser/core';
import plain from '../../build/kernels.wasm';
import relaxed from '../../build/kernels-relaxed.wasm';

/** (module (func (param v128 v128 v128) (result v128) local.get 0 … f32x4.relaxed_madd)) */
const RELAXED_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11],
);

/** Returns true if this engine runs relaxed SIMD (fused multiply-add): Chrome 114, Node 22, Firefox 145 and later. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE);
}

/**
 * Compiles the kernels for this engine.
 *
 * The binaries are embedded in the JavaScript rather than fetched from a URL: 22 KB each, and so no file to serve,
 * to configure a bundler for, or to find from a worker.
 *
 * @throws SerError `UNSUPPORTED_PLATFORM` on an engine without WebAssembly SIMD
 */
export async function compileKernels(): Promise<WebAssembly.Module> {
  if (hasRelaxedSimd()) return WebAssembly.compile(relaxed);
  if (!WebAssembly.validate(plain)) {
    throw new SerError('UNSUPPORTED_PLATFORM', 'This JavaScript engine has no WebAssembly SIMD', {
      hint: 'Chrome 91, Firefox 89, Safari 16.4 and Node 16.4 are the first with it.',
    });
  }
  return WebAssembly.compile(plain);
}
