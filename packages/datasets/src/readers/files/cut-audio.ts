import type { Audio } from '@ser/audio';
import { SerError } from '@ser/core';
import type { Utterance } from '../../corpus/corpus.js';

/**
 * The part of a recording that an utterance says it is, as a copy.
 *
 * @throws SerError `INVALID_CORPUS` if the part is not within the recording.
 */
export function cutAudio(
  { samples, sampleRate }: Audio,
  { id, start = 0, end }: Pick<Utterance, 'id' | 'start' | 'end'>,
): Audio {
  const seconds = samples.length / sampleRate;
  const [from, to] = [Math.round(start * sampleRate), Math.round((end ?? seconds) * sampleRate)];
  if (!(from >= 0 && to > from && to <= samples.length))
    throw new SerError(
      'INVALID_CORPUS',
      `${id} is said to last from ${start} to ${end ?? seconds} s, but its file from 0 to ${seconds} s`,
    );
  return { samples: samples.slice(from, to), sampleRate };
}
