import { SerError, type TimeLimit } from '@ser/core';
import { loadModel, type SerEnsemble, SerModel, startBackend } from '@ser/models';

/** The pretrained model that this package carries; undefined if it was built without one. */
export type CarriedModel = Parameters<typeof SerModel.load>[0] | undefined;

/**
 * Loads a model, or an ensemble, and starts the backend that it runs on.
 *
 * @param path the folder of a saved model; by default the pretrained one of this package.
 * @param limit how long each file of a URL may take.
 * @throws SerError `NOT_FOUND` if there is no model, or the package was built without one; `INVALID_MODEL` for a
 *   damaged one.
 */
export async function openModel(path?: string | undefined, limit: TimeLimit = {}): Promise<SerModel | SerEnsemble> {
  await startBackend();
  if (path !== undefined) return loadModel(path, limit);
  const { carriedModel } = await import('#carried-model');
  const missing = (cause?: unknown): SerError =>
    new SerError('NOT_FOUND', 'this package carries no pretrained model', {
      hint: 'Train one with `ser train --out folder`, and name its folder with --model (in a program: loadRecognizer(folder)).',
      cause,
    });
  if (carriedModel === undefined) throw missing();
  try {
    return await SerModel.load(carriedModel, limit);
  } catch (cause) {
    throw cause instanceof SerError && cause.code === 'NOT_FOUND' ? missing(cause) : cause;
  }
}
