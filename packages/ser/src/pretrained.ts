import { SerError, type TimeLimit } from '@ser/core';
import { loadModel, type SerEnsemble, SerModel, startBackend } from '@ser/models';

/**
 * The pretrained models that this package carries; the first is the default.
 *
 * - `open`: trained on CREMA-D and EMO-DB, whose licenses allow commercial use and redistribution.
 * - `research`: also trained on RAVDESS and TESS; for non-commercial use only.
 */
export const PRETRAINED = ['open', 'research'] as const;

/** The name of a pretrained model. */
export type PretrainedName = (typeof PRETRAINED)[number];

/** What a pretrained model is loaded from; undefined if the package was built without it. */
export type CarriedModel = Parameters<typeof SerModel.load>[0] | undefined;

const isPretrained = (model: string): model is PretrainedName => (PRETRAINED as readonly string[]).includes(model);

/**
 * Loads a model, or an ensemble, and starts the backend that it runs on.
 *
 * @param model the name of a pretrained model of this package, or the folder of a saved model; `open` by default. A folder
 *   with the name of a pretrained model is written `./open`.
 * @param limit how long each file of a URL may take.
 * @throws SerError `NOT_FOUND` if there is no model, or the package was built without it; `INVALID_MODEL` for a damaged
 *   one.
 */
export async function openModel(model: string = PRETRAINED[0], limit: TimeLimit = {}): Promise<SerModel | SerEnsemble> {
  await startBackend();
  if (!isPretrained(model)) return loadModel(model, limit);
  const { carriedModel } = await import('#carried-model');
  const missing = (cause?: unknown): SerError =>
    new SerError('NOT_FOUND', `this package carries no pretrained model ${model}`, {
      hint: 'Train one with `ser train --out folder`, and name its folder with --model (in a program: loadRecognizer(folder)).',
      cause,
    });
  const carried = await carriedModel(model);
  if (carried === undefined) throw missing();
  try {
    return await SerModel.load(carried, limit);
  } catch (cause) {
    throw cause instanceof SerError && cause.code === 'NOT_FOUND' ? missing(cause) : cause;
  }
}
