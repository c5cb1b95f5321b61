import { type Progress, type ProgressListener, SerError, throwIfAborted } from '@ser/core';
import type { Encoder, FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { extractFiles } from '#extract-files';
import { type Corpus, locator } from '../corpus/corpus.js';
import { extractHere } from './extract-here.js';
import type { Extraction, Outcome } from './extraction.js';
import { cutsByFile, type PlannedCut } from './plan.js';

/** An utterance without features, and the reason. */
export interface SkippedUtterance {
  readonly id: string;
  readonly reason: string;
}

/** Options of {@link extractFeatures} and {@link extractAugmented}. */
export interface ExtractOptions {
  /** Ids of the utterances; all of the corpus by default. */
  readonly ids?: readonly string[] | undefined;
  /**
   * Folder of the cache, made if it does not exist; nothing is kept by default. For corpora made of files, in Node; others
   * are extracted without it.
   */
  readonly cache?: string | undefined;
  /** Number of worker threads for corpora made of files, in Node; all cores by default. The features do not depend on it. */
  readonly threads?: number | undefined;
  /**
   * The speech encoder of a front end that has one: the path of its ONNX file, or of the folder that holds it under its name;
   * the environment variable `SER_ENCODER` by default. Or an open encoder, which runs in this thread only.
   */
  readonly encoder?: string | Encoder | undefined;
  /** Stops the extraction, also within a file. */
  readonly signal?: AbortSignal | undefined;
  /** Reports how many utterances are done; with augmentation, how many versions. */
  readonly onProgress?: ProgressListener | undefined;
  /**
   * Receives each utterance whose recording cannot be used, such as a silent, empty or damaged one, and leaves it out.
   * Without it, the first such utterance is an error. {@link leaveOut} makes a corpus without them.
   */
  readonly onSkip?: ((skipped: SkippedUtterance) => void) | undefined;
}

/** Codes of errors of a single recording; others concern all of them. */
const OF_RECORDINGS: ReadonlySet<string> = new Set([
  'INVALID_AUDIO',
  'UNSUPPORTED_AUDIO',
  'INVALID_CORPUS',
  'NOT_FOUND',
  'FILE_ACCESS',
]);

/**
 * Returns the features of planned cuts in their order; undefined for those of skipped utterances.
 *
 * @throws SerError of the first utterance that cannot be used, with its id; with `onSkip` only if none can be used.
 */
export async function extract(
  corpus: Corpus,
  planned: readonly PlannedCut[],
  extraction: Extraction,
  { cache, threads, signal, onSkip }: ExtractOptions,
  progress: Progress,
): Promise<(FeatureMatrix | undefined)[]> {
  const stopped = 'feature extraction was stopped';
  throwIfAborted(signal, stopped);
  const features: (FeatureMatrix | undefined)[] = planned.map(() => undefined);
  const faults = new Map<string, SerError>();
  const keep = (index: number, outcome: Outcome): void => {
    const { id } = planned[index]!.utterance;
    if ('data' in outcome) features[index] = outcome;
    else if (!faults.has(id)) {
      const { code, message, hint } = outcome;
      faults.set(id, new SerError(code, `utterance ${id}: ${message}`, { hint }));
      if (!onSkip || !OF_RECORDINGS.has(code)) throw faults.get(id);
      onSkip({ id, reason: message });
    }
    progress.advance();
  };
  const locate = locator(corpus);
  if (locate) {
    const { files, order } = cutsByFile(locate, planned);
    await extractFiles(files, extraction, {
      ...{ name: corpus.name, cache, threads, signal, stopped },
      onOutcome: (file, cut, outcome) => keep(order[file]![cut]!, outcome),
    });
  } else await extractHere(corpus, planned, extraction, { signal, stopped, onOutcome: keep });
  const [fault] = faults.values();
  if (fault && features.every((matrix) => matrix === undefined)) throw fault;
  return features;
}

/** @throws SerError `INVALID_ARGUMENT` for a front end that normalizes. */
export function checkFrontEnd({ normalization }: FrontEndConfig): void {
  if (normalization)
    throw new SerError(
      'INVALID_ARGUMENT',
      'the front end already normalizes; statistics must come from training parts',
    );
}
