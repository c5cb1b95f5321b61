import type { Audio } from '@ser/audio';
import { SerError } from '@ser/core';
import type { Utterance } from '../../corpus/corpus.js';

/** Largest excess of a cut beyond its recording, in seconds: ends of segments are often rounded. */
const ROUNDED = 0.05;

/**
 * Returns the part of a recording that an utterance says it is, as a copy. An end up to 50 ms beyond the recording is
 * considered rounded, and the part ends with the recording.
 *
 * @throws SerError `INVALID_CORPUS` if the part is not within the recording.
 */
export function cutAudio(
  { samples, sampleRate }: Audio,
  { id, start = 0, end }: Pick<Utterance, 'id' | 'start' | 'end'>,
): Audio {
  const seconds = samples.length / sampleRate;
  const from = Math.round(start * sampleRate);
  const stated = Math.round((end ?? seconds) * sampleRate);
  const to = stated <= samples.length + ROUNDED * sampleRate ? Math.min(stated, samples.length) : stated;
  if (!(from >= 0 && to > from && to <= samples.length))
    throw new SerError(
      'INVALID_CORPUS',
      `${id} is from ${start} to ${end ?? seconds} s of its file, which lasts ${seconds} s`,
    );
  return { samples: samples.slice(from, to), sampleRate };
}
