import { invalidArgument } from '@ser/core';
import { type Audio, invalidAudio, type Recording } from '../audio.js';
import type { Block, Report } from '../formats/format.js';

/**
 * How several channels become one: `mean` averages them, `{ channel: 0 }` takes one.
 *
 * Take one channel where the channels are delayed against each other (two microphones): their mean is a comb filter.
 */
export type MonoMix = 'mean' | { readonly channel: number };

/** Mixes the channels of a block as `librosa.to_mono` does; one channel is returned as it is. */
function mixBlock(channels: readonly Float32Array[], mix: MonoMix): Float32Array {
  if (mix !== 'mean') {
    const samples = channels[mix.channel];
    if (!samples) throw invalidArgument('channel', mix.channel, `an integer from 0 to ${channels.length - 1}`);
    return samples;
  }
  const first = channels[0];
  if (!first) throw invalidArgument('channels', channels.length, 'at least one channel');
  if (channels.length === 1) return first;
  const samples = new Float32Array(first.length);
  const second = channels[1]!;
  if (channels.length === 2) for (let i = 0; i < samples.length; i++) samples[i] = (first[i]! + second[i]!) / 2;
  else
    for (let i = 0; i < samples.length; i++) {
      let sum = 0;
      for (let c = 0; c < channels.length; c++) sum += channels[c]![i]!;
      samples[i] = sum / channels.length;
    }
  return samples;
}

/**
 * Returns one channel made of all channels of a recording.
 *
 * @param mix `mean`, computed as librosa's `to_mono` does, or the index of one channel.
 * @throws SerError INVALID_ARGUMENT if there is no such channel.
 *
 * @example
 * toMono({ channels: [Float32Array.of(0.5), Float32Array.of(0)], sampleRate: 16000 }, 'mean').samples; // [0.25]
 */
export function toMono(recording: Pick<Recording, 'channels' | 'sampleRate'>, mix: MonoMix): Audio {
  return { samples: mixBlock(recording.channels, mix), sampleRate: recording.sampleRate };
}

const energy = (samples: Float32Array): number => {
  // Sums that do not wait for each other.
  let [even, odd] = [0, 0];
  for (let i = 1; i < samples.length; i += 2) {
    even += samples[i - 1]! * samples[i - 1]!;
    odd += samples[i]! * samples[i]!;
  }
  return even + odd + (samples.length % 2 ? samples.at(-1)! ** 2 : 0);
};

/** A mean that is this much weaker than its channels, in power, holds nothing of them: 80 dB. */
const SILENCED = 1e-8;

/** A mean that is this much weaker than its channels has lost most of them: 30 dB. */
const WEAKENED = 1e-3;

/** Mixes block after block, and finds channels that cancel each other. */
export class Mixer {
  readonly #mix: MonoMix;
  #mixed = 0;
  #channels = 0;

  constructor(mix: MonoMix) {
    this.#mix = mix;
  }

  mix(block: Block): Float32Array {
    const samples = mixBlock(block, this.#mix);
    if (this.#mix === 'mean' && block.length > 1) {
      this.#mixed += energy(samples);
      for (const channel of block) this.#channels += energy(channel) / block.length;
    }
    return samples;
  }

  /** Refuses a mean that is silent though its channels are not. */
  finish(report: Report): void {
    if (this.#mixed >= WEAKENED * this.#channels) return;
    const hint = 'Take one channel: mono: { channel: 0 }, or on the command line --channel 0.';
    if (this.#mixed <= SILENCED * this.#channels)
      throw invalidAudio(report.name, 'has channels that cancel each other: each holds sound, their mean is silent', {
        hint,
      });
    const loss = (10 * Math.log10(this.#channels / this.#mixed)).toFixed(0);
    report.note(`has channels that nearly cancel each other: their mean is ${loss} dB weaker. ${hint}`);
  }
}
