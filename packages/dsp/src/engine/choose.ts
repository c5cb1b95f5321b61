import type { Engine } from './engine.js';
import { openMemory } from './memory.js';
import { typescript } from './typescript.js';
import { createWebAssembly } from './webassembly.js';

let chosen: Engine | undefined;

/** The hot loops for this JavaScript engine: in WebAssembly where it has SIMD, else in TypeScript. */
export function engine(): Engine {
  if (!chosen) useEngine('webassembly');
  return chosen!;
}

/** Lets plans that are made from now on use one of the two engines, for tests. @returns whether it runs here */
export function useEngine(name: 'typescript' | 'webassembly'): boolean {
  const memory = name === 'webassembly' ? openMemory() : undefined;
  chosen = memory ? createWebAssembly(memory, typescript) : typescript;
  return name === 'typescript' || memory !== undefined;
}
