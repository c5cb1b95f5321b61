import wasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';

/** The WebAssembly of tfjs with SIMD in Base64, so that no bundler has to copy a file and no page to fetch one. */
export const embeddedWasm: string | undefined = wasm;
