import { invalidArgument } from '@ser/core';
import type { Audio, Recording } from '../audio.js';

/**
 * How several channels become one: `mean` averages them, `{ channel: 0 }` takes one.
 *
 * Take one channel where the channels are delayed against each other (two microphones): their mean is a comb filter.
 */
export type MonoMix = 'mean' | { channel: number };

/**
 * Makes one channel of a recording.
 *
 * @param mix `mean`, computed as librosa's `to_mono` does, or the index of one channel.
 * @throws SerError INVALID_ARGUMENT if there is no such channel.
 */
export function toMono(recording: Pick<Recording, 'channels' | 'sampleRate'>, mix: MonoMix): Audio {
  const { channels, sampleRate } = recording;
  if (mix !== 'mean') {
    const samples = channels[mix.channel];
    if (!samples) throw invalidArgument('channel', mix.channel, `an integer from 0 to ${channels.length - 1}`);
    return { samples, sampleRate };
  }
  const first = channels[0];
  if (!first) throw invalidArgument('channels', channels.length, 'at least one channel');
  if (channels.length === 1) return { samples: first, sampleRate };
  const samples = new Float32Array(first.length);
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (const channel of channels) sum += channel[i]!;
    samples[i] = sum / channels.length;
  }
  return { samples, sampleRate };
}
