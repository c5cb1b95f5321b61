/** The module that `imports` of package.json names for the platform: carried-model-node.ts or carried-model-browser.ts. */
declare module '#carried-model' {
  export const carriedModel: (
    name: import('./pretrained.js').PretrainedName,
  ) => Promise<import('./pretrained.js').CarriedModel>;
}

/** The files of a folder of `models`, which the build puts into the code; undefined if the package is built without them. */
declare module 'carried-model/*' {
  export const model: (Record<string, object> & { weightsManifest: { weights: never[] }[] }) | undefined;
  /** All weights in Base64. */
  export const weights: string;
}
