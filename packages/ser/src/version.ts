import manifest from '../package.json' with { type: 'json' };

/** Version of the `ser` package. */
export const VERSION: string = manifest.version;
