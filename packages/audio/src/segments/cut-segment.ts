import { invalidArgument } from '@ser/core';
import type { Audio } from '../audio.js';
import type { Segment } from './detect-speech.js';

/**
 * Returns the part of a recording between two times. The samples are shared with the recording, not copied.
 *
 * @throws SerError INVALID_ARGUMENT if the times are not in order, or lie outside the recording.
 *
 * @example
 * cutSegment(audio, { start: 0.5, end: 1.5 }).samples.length; // 16000 at 16 kHz
 */
export function cutSegment(audio: Audio, segment: Segment): Audio {
  const { samples, sampleRate } = audio;
  const { start, end } = segment;
  const duration = samples.length / sampleRate;
  if (!(start >= 0 && start < duration)) throw invalidArgument('start', start, `from 0 to below ${duration} s`);
  if (!(end > start && end <= duration)) throw invalidArgument('end', end, `above ${start} and up to ${duration} s`);
  const from = Math.min(samples.length - 1, Math.round(start * sampleRate));
  return { samples: samples.subarray(from, Math.max(from + 1, Math.round(end * sampleRate))), sampleRate };
}
