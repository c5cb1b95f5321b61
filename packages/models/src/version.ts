import { version } from '../package.json';

/** The version of this package, written into model files. */
export const MODELS_VERSION: string = version;
