import { SerError, type TimeLimit } from '@ser/core';
import { SerEnsemble } from './ser-ensemble.js';
import { SerModel } from './ser-model.js';

const isMissing = (error: unknown): boolean => error instanceof SerError && error.code === 'NOT_FOUND';

/**
 * Loads what lies in a folder, a model or an ensemble.
 *
 * @param folder in Node a folder's path; anywhere its URL, or for a model a tfjs URL such as `indexeddb://name`.
 * @param limit `signal` stops loading, and `timeoutSeconds` (120 by default) is how long each file of a URL may take.
 * @throws SerError `NOT_FOUND` where there is neither, `INVALID_MODEL` where files are missing, damaged, not ours, or do
 *   not fit together.
 */
export async function loadModel(folder: string, limit: TimeLimit = {}): Promise<SerModel | SerEnsemble> {
  try {
    return await SerModel.load(folder, limit);
  } catch (error) {
    if (!isMissing(error)) throw error;
    try {
      return await SerEnsemble.load(folder, limit);
    } catch (cause) {
      throw isMissing(cause) ? error : cause;
    }
  }
}
