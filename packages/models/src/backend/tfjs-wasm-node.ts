/** In Node the package of tfjs reads its own WebAssembly from disk. */
export const embeddedWasm: string | undefined = undefined;
