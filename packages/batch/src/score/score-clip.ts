import { resolve } from 'node:path';
import { type EmotionSegment, printable, SerError, type SerErrorCode } from '@ser/core';
import { isUrl } from '../clips/audio-names.js';
import { openUrl } from '../clips/open-url.js';
import type { ClipScorer, Outcome } from '../contract.js';

/** Largest recording that is fetched from a URL, in bytes. */
const MOST_FETCHED = 256 * 2 ** 20;

/** Errors that another attempt does not change. */
const FINAL: ReadonlySet<SerErrorCode> = new Set(['INVALID_AUDIO', 'UNSUPPORTED_AUDIO', 'INVALID_ARGUMENT']);

/** Attempts for a clip whose error may pass, such as a network share that is away. */
export const ATTEMPTS = 3;

/** A clip to be scored, as a message to another machine carries it. */
export interface ClipJob {
  readonly file: string;
  readonly maxSeconds: number;
  readonly timeoutSeconds: number;
}

/** Where a clip is scored. */
export interface ScoringPlace {
  readonly scorer: ClipScorer;
  /** Folder that paths are relative to, on this machine. */
  readonly root: string;
}

/** Returns the path of a clip on this machine. Jobs come from outside: a path that leads out of the root is refused. */
export function pathBelow(root: string, file: string): string {
  const parts = file.split('/');
  const isInside = parts.every((part) => part !== '..' && part !== '' && !part.includes('\0') && !part.includes('\\'));
  if (isInside && !/^[a-z]:/i.test(file)) return resolve(root, file);
  throw new SerError('INVALID_ARGUMENT', `${printable(file)} is not a path below the root`);
}

/** Fetches a recording that is not larger than {@link MOST_FETCHED}. */
async function fetchRecording(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const { body } = await openUrl(url, signal);
  for await (const part of (body as AsyncIterable<Uint8Array> | null) ?? []) {
    bytes += part.length;
    if (bytes > MOST_FETCHED)
      throw new SerError('UNSUPPORTED_AUDIO', `${printable(url)} holds more than ${MOST_FETCHED / 2 ** 20} MiB`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The fields of an answer that results are made of. */
function withoutOtherFields(segment: EmotionSegment): EmotionSegment {
  const { start, end, label, confidence, probabilities, uncertain, notes, warnings } = segment;
  return {
    ...{ start, end, label, confidence, notes, warnings },
    probabilities: probabilities.map(({ label, probability }) => ({ label, probability })),
    uncertain: uncertain && { reason: uncertain.reason, message: uncertain.message },
  };
}

/** Returns a failure that does not depend on the machine: paths in its message are relative to the root. */
function failureOf(error: unknown, file: string, path: string): Outcome {
  const code = error instanceof SerError ? error.code : 'UNEXPECTED';
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return { failure: { code, message: printable(message).replaceAll(printable(path), printable(file)) } };
}

/**
 * Scores a clip: the job of local threads and of workers on other machines.
 *
 * @param attempt how often it is tried, from 1. Errors that may pass are thrown before the last attempt, so that it is
 *   tried again.
 * @returns its answers, or why there are none.
 */
export async function scoreClip(
  { file, maxSeconds, timeoutSeconds }: ClipJob,
  { scorer, root }: ScoringPlace,
  attempt: number,
): Promise<Outcome> {
  const isFetched = isUrl(file);
  const signal = AbortSignal.timeout(1000 * timeoutSeconds);
  let path = file;
  try {
    if (!isFetched) path = pathBelow(root, file);
    const recording = isFetched ? await fetchRecording(file, signal) : path;
    const segments = await scorer.score(recording, { maxSeconds, signal });
    return { segments: segments.map(withoutOtherFields) };
  } catch (error) {
    if (signal.aborted)
      return { failure: { code: 'TIMEOUT', message: `${printable(file)} took longer than ${timeoutSeconds} s` } };
    const isFinal = error instanceof SerError && FINAL.has(error.code);
    if (!isFinal && attempt < ATTEMPTS) throw error;
    return failureOf(error, file, path);
  }
}
