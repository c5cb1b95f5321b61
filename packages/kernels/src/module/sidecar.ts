import { SerError } from '@ser/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelExports } from './exports.js';

/** Areas of scratch memory; each is kept from call to call and grows to the largest size asked of it. */
export type ScratchName = 'gemm' | 'packed' | 'packedToo' | 'padded' | 'rows' | 'state' | 'columns' | 'gradient';

/** The memory of tfjs' wasm heap, through Emscripten's unminified export table (fixed by the pin on 4.22.0). */
interface EmscriptenModule {
  readonly asm?: { readonly memory?: unknown } | undefined;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}

/**
 * One instance of our module next to one tfjs-wasm backend, in the same linear memory: kernels read and write the
 * backend's tensors in place.
 */
export class Sidecar {
  readonly routines: KernelExports;
  private readonly module: EmscriptenModule;
  private readonly memory: WebAssembly.Memory;
  private readonly areas = new Map<ScratchName, { pointer: number; bytes: number }>();

  constructor(
    compiled: WebAssembly.Module,
    private readonly backend: BackendWasm,
  ) {
    this.module = backend.wasm as unknown as EmscriptenModule;
    const memory = this.module.asm?.memory;
    if (!(memory instanceof WebAssembly.Memory)) {
      throw new SerError('UNSUPPORTED_PLATFORM', 'The tfjs wasm backend does not expose its memory', {
        hint: '@ser/kernels needs @tensorflow/tfjs-backend-wasm 4.22.0.',
      });
    }
    if (typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer) {
      throw new SerError('UNSUPPORTED_PLATFORM', 'The kernels do not run on the threaded tfjs wasm backend', {
        hint: "Call tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false) before tf.setBackend('wasm').",
      });
    }
    this.memory = memory;
    this.routines = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as KernelExports;
  }

  /** Returns the address of the tensor's values, in bytes. */
  pointer(tensor: TensorInfo): number {
    const record = this.backend.dataIdMap.get(tensor.dataId) as { memoryOffset: number };
    return record.memoryOffset;
  }

  /** Returns a new tensor, uninitialized. */
  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    const output = this.backend.makeOutput([...shape], dtype);
    if (this.pointer(output) === 0) throw outOfMemory(shape.reduce((a, b) => a * b, 4));
    return output;
  }

  dispose(tensor: TensorInfo): void {
    this.backend.disposeData(tensor.dataId);
  }

  /** At least `bytes` bytes of scratch on a 16-byte boundary, valid until the area is asked for again. */
  scratch(name: ScratchName, bytes: number): number {
    let area = this.areas.get(name);
    if (area === undefined || area.bytes < bytes) {
      if (area !== undefined) this.module._free(area.pointer);
      this.areas.delete(name);
      const pointer = this.module._malloc(bytes + 16) >>> 0;
      if (pointer === 0) throw outOfMemory(bytes);
      area = { pointer, bytes };
      this.areas.set(name, area);
    }
    return (area.pointer + 15) & ~15;
  }

  gemmScratch(): number {
    return this.scratch('gemm', this.routines.gemmScratchBytes());
  }

  zero(tensor: TensorInfo): void {
    const bytes = tensor.shape.reduce((a, b) => a * b, 4);
    this.zeroAt(this.pointer(tensor), bytes);
  }

  zeroAt(pointer: number, bytes: number): void {
    new Uint8Array(this.memory.buffer, pointer, bytes).fill(0);
  }

  copy(from: number, bytes: number, to: number): void {
    new Uint8Array(this.memory.buffer).copyWithin(to, from, from + bytes);
  }

  /** Gives all scratch memory back to the heap. */
  release(): void {
    for (const { pointer } of this.areas.values()) this.module._free(pointer);
    this.areas.clear();
  }
}

function outOfMemory(bytes: number): SerError {
  return new SerError('UNSUPPORTED_PLATFORM', `The wasm heap has no room for ${bytes} more bytes`, {
    hint: 'Use a smaller batch, and dispose tensors that are no longer needed.',
  });
}

/** Returns true for tfjs' wasm backend. */
export function isWasmBackend(backend: KernelBackend): backend is BackendWasm {
  return 'wasm' in backend && 'makeOutput' in backend;
}
