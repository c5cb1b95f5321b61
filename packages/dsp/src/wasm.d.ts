/** A WebAssembly binary, embedded as bytes. */
declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}
