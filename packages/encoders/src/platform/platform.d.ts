/** The module that `imports` of package.json picks for the platform: platform-node.ts or platform-browser.ts. */
declare module '#platform' {
  export const platform: import('./platform-contract.js').Platform;
}
