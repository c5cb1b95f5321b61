import { throwIfAborted } from '@ser/core';
import type { LoadOptions, Recognizer, WorkerRecognizer } from './contract.js';
import { methodsOf, openEngine } from './recognize/engine.js';
import { openWorkerEngine } from './worker/worker-engine.js';

/**
 * Loads a saved model, or an ensemble, and makes it ready to predict.
 *
 * @param source the folder that `ser train`, `SerModel.save` or `SerEnsemble.save` wrote, or its URL; in browsers its URL.
 *   Or the name of a pretrained model of this package, which needs no network: `open` (default, also if undefined), trained
 *   on data whose licenses allow commercial use, or `research`, for non-commercial use only. Their cards say what they are
 *   good for.
 * @param options `worker: true` runs the model in a worker, so that this thread stays free; `signal` and `timeoutSeconds`
 *   limit how long loading takes; `encoder` says where the speech encoder is that some models need.
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
  source?: string | undefined,
  options?: LoadOptions & { readonly worker?: false | undefined },
): Promise<Recognizer>;
export async function loadRecognizer(
  source: string | undefined,
  options: LoadOptions & { readonly worker: true },
): Promise<WorkerRecognizer>;
export async function loadRecognizer(
  source?: string | undefined,
  options: LoadOptions = {},
): Promise<Recognizer | WorkerRecognizer> {
  throwIfAborted(options.signal, 'loading the model was stopped');
  if (options.worker) {
    const engine = await openWorkerEngine(source, options);
    return { model: engine.description, ...methodsOf(engine), dispose: () => engine.dispose() };
  }
  const engine = await openEngine(source, options);
  const { model } = engine;
  return { model, ...methodsOf(engine), dispose: () => engine.dispose() };
}
