import { type Audio, decodeAudio } from '@ser/audio';
import type { Recognizer, RecordingPrediction, SegmentOptions, SegmentPrediction } from '../contract.js';
import { describe } from '../recognize/engine.js';
import { expectedSpeakers } from '../recognize/expected-speakers.js';
import { modelDigest } from './model-digest.js';

/** What a worker is asked for. */
export type RecognizerJob =
  | { readonly kind: 'describe' }
  | { readonly kind: 'predict'; readonly recording: Uint8Array | Audio; readonly maxSeconds?: number }
  | ({ readonly kind: 'segments'; readonly recording: string | Uint8Array } & Pick<
      SegmentOptions,
      'maxSeconds' | 'mono' | 'speaker'
    >);

/** What a model says of itself. */
export interface Description {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly license: string;
  readonly corpora: readonly string[];
  readonly notes: readonly string[];
  /** The highest rate that a network of the model takes, in Hz. */
  readonly sampleRate: number;
  /** The same for models that give the same answers. */
  readonly digest: string;
  /** A note for a model that was trained with enrolled speakers. */
  readonly expectedSpeakers: string | undefined;
}

/** The answers, by the kind of the job. */
export type RecognizerResult = Description | RecordingPrediction | readonly SegmentPrediction[];

function describePool({ model }: Recognizer): Description {
  const { labels, card, sampleRate } = describe(model);
  const { name, description, license, corpora, notes = [] } = card;
  return {
    ...{ name, description, labels, license, corpora, notes, sampleRate },
    digest: modelDigest(model),
    expectedSpeakers: expectedSpeakers(model),
  };
}

/** Returns all segments of a recording. */
async function segmentsOf(
  recognizer: Recognizer,
  { recording, maxSeconds, mono, speaker }: Extract<RecognizerJob, { kind: 'segments' }>,
): Promise<SegmentPrediction[]> {
  const segments: SegmentPrediction[] = [];
  for await (const segment of recognizer.predictSegments(recording, { maxSeconds, mono, speaker }))
    segments.push(segment);
  return segments;
}

/** Does a job. */
export async function doJob(recognizer: Recognizer, job: RecognizerJob): Promise<RecognizerResult> {
  if (job.kind === 'describe') return describePool(recognizer);
  if (job.kind === 'segments') return segmentsOf(recognizer, job);
  const { recording, maxSeconds } = job;
  const audio = recording instanceof Uint8Array ? await decodeAudio(recording, { maxSeconds }) : recording;
  return recognizer.predict(audio);
}
