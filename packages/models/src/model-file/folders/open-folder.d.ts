/** The module that `imports` of package.json picks for the platform: open-folder-node.ts or open-folder-browser.ts. */
declare module '#open-folder' {
  export const openModelFolder: import('./model-folder.js').OpenModelFolder;
}
