import { throwIfAborted } from '@ser/core';
import type { LoadOptions, Recognizer, WorkerRecognizer } from './contract.js';
import { methodsOf, openEngine } from './engine.js';
import { openWorkerEngine } from './worker/worker-engine.js';

/**
 * Loads a saved model, or an ensemble, and makes it ready to predict.
 *
 * @param path the folder that `ser train`, `SerModel.save` or `SerEnsemble.save` wrote, or its URL; in browsers its URL.
 *   By default (or if undefined) the pretrained model that this package carries, which needs no network; see its card for
 *   what it is good for.
 * @param options `worker: true` runs the model in a worker, so that this thread stays free; `signal` and `timeoutSeconds`
 *   limit how long loading takes.
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS` or `INVALID_MODEL` naming the file that is missing or wrong;
 *   `UNSUPPORTED_PLATFORM` if a worker cannot be started; the reason of `signal`.
 *
 * @example
 * const recognizer = await loadRecognizer(); // or: loadRecognizer('models/emodb-lstm')
 * const { label, confidence } = await recognizer.predict('clip.wav');
 *
 * const anna = await recognizer.enroll(['anna-1.wav', 'anna-2.wav']);
 * await recognizer.predict('clip.wav', { speaker: anna });
 */
export async function loadRecognizer(
  path?: string | undefined,
  options?: LoadOptions & { readonly worker?: false | undefined },
): Promise<Recognizer>;
export async function loadRecognizer(
  path: string | undefined,
  options: LoadOptions & { readonly worker: true },
): Promise<WorkerRecognizer>;
export async function loadRecognizer(
  path?: string | undefined,
  options: LoadOptions = {},
): Promise<Recognizer | WorkerRecognizer> {
  throwIfAborted(options.signal, 'loading the model was stopped');
  if (options.worker) {
    const engine = await openWorkerEngine(path, options);
    return { model: engine.description, ...methodsOf(engine), dispose: () => engine.dispose() };
  }
  const engine = await openEngine(path, options);
  const { model } = engine;
  return { model, ...methodsOf(engine), dispose: () => model.dispose() };
}
