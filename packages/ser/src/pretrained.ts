import { SerError } from '@ser/core';
import { loadModel, type SerEnsemble, type SerModel, startBackend } from '@ser/models';

/** The folder of the model that this package carries, beside the code in Node and browsers alike. */
const CARRIED: string = new URL('../models/base/', import.meta.url).href;

/**
 * Loads a model, or an ensemble, and makes ready what it runs on.
 *
 * @param path the folder of a saved model; by default that of the pretrained one that this package carries.
 * @throws SerError `NOT_FOUND` if there is no model, or the package was built without one; `INVALID_MODEL` for a
 *   damaged one.
 */
export async function openModel(path?: string): Promise<SerModel | SerEnsemble> {
  await startBackend();
  if (path !== undefined) return loadModel(path);
  try {
    return await loadModel(CARRIED);
  } catch (cause) {
    if (!(cause instanceof SerError && cause.code === 'NOT_FOUND')) throw cause;
    throw new SerError('NOT_FOUND', 'this package carries no pretrained model', {
      hint: 'Train one with `ser train --out folder`, and name its folder with --model (in a program: loadRecognizer(folder)).',
      cause,
    });
  }
}
