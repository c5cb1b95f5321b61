/** The module that `imports` of package.json names for the platform: tfjs-wasm-node.ts or tfjs-wasm-browser.ts. */
declare module '#tfjs-wasm' {
  export const embeddedWasm: string | undefined;
}

declare module '*.wasm' {
  const base64: string;
  export default base64;
}
