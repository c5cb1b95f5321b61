import { openWorkerPool, type WorkerPool } from '@ser/core';
import type { CallOptions, ServedRecognizer } from '@ser/server';
import type { RecordingPrediction, SegmentOptions, SegmentPrediction } from '../contract.js';
import { streamAnswers } from '../stream/stream-answers.js';
import type { Description, RecognizerJob, RecognizerResult } from './pool-jobs.js';

/** Options of one recording in a pool. */
export type PooledOptions = CallOptions & Pick<SegmentOptions, 'speaker' | 'mono'>;

/** One model in several worker threads. */
export interface Recognizers extends ServedRecognizer {
  /** The same for models that give the same answers. */
  readonly digest: string;
  /** A note for a model that was trained with enrolled speakers; undefined for other models. */
  readonly expectedSpeakers: string | undefined;
  /** As that of {@link ServedRecognizer}; takes the path of a recording too, which a thread reads block by block. */
  predictSegments(recording: string | Uint8Array, options: PooledOptions): Promise<readonly SegmentPrediction[]>;
  /** Answers what was asked for, and ends the threads. */
  close(): Promise<void>;
}

/**
 * Loads a model in each of several worker threads. A prediction that is aborted, or that ends its thread, costs the others
 * nothing: another thread takes its place.
 *
 * @param model the folder of a saved model; by default the pretrained one of this package.
 * @param threads number of worker threads, at least 1.
 * @param encoder where the speech encoder is that some models need, as in `loadRecognizer`.
 * @throws SerError as `loadRecognizer`.
 */
export async function openRecognizers(
  model: string | undefined,
  threads: number,
  encoder?: string | undefined,
): Promise<Recognizers> {
  const worker = new URL('./pool-worker.js', import.meta.url);
  const setup = { model, encoder };
  const pool: WorkerPool<RecognizerJob, RecognizerResult> = await openWorkerPool({ worker, setup, threads });
  const { sampleRate, digest, expectedSpeakers, ...description } = (await pool.run({
    kind: 'describe',
  })) as Description;
  return {
    models: [description],
    digest,
    expectedSpeakers,
    predict: async (recording, { maxSeconds, signal }) =>
      (await pool.run({ kind: 'predict', recording, maxSeconds }, { signal })) as RecordingPrediction,
    predictSegments: async (recording, { signal, ...options }) => {
      const segments = await pool.run({ kind: 'segments', recording, ...options }, { signal });
      return segments as readonly SegmentPrediction[];
    },
    stream(source, options) {
      const predict = async (audio: { readonly samples: Float32Array; readonly sampleRate: number }) =>
        (await pool.run({ kind: 'predict', recording: audio })) as RecordingPrediction;
      return streamAnswers({ sampleRate, predict }, source, options);
    },
    close: () => pool.close(),
  };
}
