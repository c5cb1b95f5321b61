import { type BrowserWorker, SerError } from '@ser/core';
import type { WorkerSourceOf } from './worker-source.js';

/** In browsers the worker is one file. Vite and webpack see the expression and copy the file next to the bundle. */
function defaultFile(): URL {
  try {
    return new URL('./ser-worker.js', import.meta.url);
  } catch (cause) {
    throw new SerError('UNSUPPORTED_PLATFORM', 'a bundle that is not an ES module cannot locate its worker', {
      hint: 'Copy ser/dist/ser-worker.js to your server, and give its address as workerUrl.',
      cause,
    });
  }
}

export const workerSource: WorkerSourceOf = (url) => {
  const file = url ?? defaultFile();
  return {
    source: () => new Worker(file) as BrowserWorker,
    hint:
      `Does the server have ${file}? Vite and webpack put it there; with other bundlers copy ser/dist/ser-worker.js next ` +
      "to the bundle, or give its address as workerUrl. A content security policy must allow it: worker-src 'self'.",
  };
};
