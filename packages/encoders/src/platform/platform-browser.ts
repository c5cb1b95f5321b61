import { SerError } from '@ser/core';
import type { Platform } from './platform-contract.js';

const GIVE = 'openEncoder(bytes, feature, { runtime: ort }), with `import * as ort from "onnxruntime-web"`';

/** Browsers are given the bytes of an encoder, and the module onnxruntime-web, which bundlers look for only where it is imported. */
export const platform: Platform = {
  async runtime() {
    throw new SerError('UNSUPPORTED_PLATFORM', 'a speech encoder needs onnxruntime-web, which was not given', {
      hint: `Call ${GIVE}.`,
    });
  },
  async read(path) {
    throw new SerError('UNSUPPORTED_PLATFORM', `browsers do not read the file ${path}`, { hint: `Call ${GIVE}.` });
  },
  environment: () => undefined,
  find: async () => undefined,
};
