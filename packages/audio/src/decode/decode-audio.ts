import { createResampler } from '@ser/dsp';
import { type Audio, type DecodedAudio, noSamples } from '../audio.js';
import { checkedBlocks } from './checked-blocks.js';
import { type AudioSource, type Opened, openInput } from './input.js';
import { Mixer } from './mono.js';
import { checkOptions, DEFAULT_MAX_BYTES, DEFAULT_MAX_SECONDS, type DecodeAudioOptions } from './options.js';
import { ByteBudget, SampleCollector } from './sample-collector.js';

/**
 * Returns the same sound at another rate, by the resampler of `@ser/dsp`; the audio itself if it has that rate already.
 *
 * @param sampleRate the wanted rate in Hz.
 * @throws SerError INVALID_ARGUMENT if the rate is not positive.
 *
 * @example
 * resampleAudio({ samples: new Float32Array(48000), sampleRate: 48000 }, 16000).samples.length; // 16000
 */
export function resampleAudio(audio: Audio, sampleRate: number): Audio {
  if (audio.sampleRate === sampleRate) return audio;
  const samples = createResampler({ from: audio.sampleRate, to: sampleRate }).resample(audio.samples);
  return { samples: new Float32Array(samples), sampleRate };
}

/** Options of {@link monoBlocks}. */
export type MonoOptions = Pick<DecodeAudioOptions, 'mono' | 'sampleRate' | 'signal'> & { readonly maxSeconds: number };

/** Decodes a recording block by block to one channel at the wanted rate. */
export async function* monoBlocks(opened: Opened, options: MonoOptions): AsyncGenerator<Float32Array, void, undefined> {
  const { recording, report } = opened;
  const { sampleRate: from } = recording.info;
  const { sampleRate: to = from, mono = 'mean', maxSeconds, signal } = options;
  const mixer = new Mixer(mono);
  const resampler = from === to ? undefined : createResampler({ from, to }).stream();
  const made: Float32Array[] = [];
  const emit = (out: Float64Array, length: number) => made.push(new Float32Array(out.subarray(0, length)));
  for await (const block of checkedBlocks(opened, maxSeconds, signal)) {
    const samples = mixer.mix(block);
    if (!resampler) {
      yield samples;
      continue;
    }
    resampler.push(samples, emit);
    yield* made.splice(0);
  }
  mixer.finish(report);
  resampler?.flush(emit);
  yield* made;
}

/** Decodes an opened recording to one channel. */
export async function collectAudio(opened: Opened, options: DecodeAudioOptions): Promise<DecodedAudio> {
  const { maxSeconds = DEFAULT_MAX_SECONDS, maxBytes = DEFAULT_MAX_BYTES } = options;
  const { recording, report } = opened;
  const { sampleRate: from, frames } = recording.info;
  const sampleRate = options.sampleRate ?? from;
  const length = frames ? Math.ceil((frames * sampleRate) / from) : 0;
  const collector = new SampleCollector(new ByteBudget(report.name, maxBytes), 4 * length <= maxBytes ? length : 0);
  for await (const samples of monoBlocks(opened, { ...options, maxSeconds })) collector.push(samples);
  const samples = collector.finish();
  if (samples.length === 0) throw noSamples(report.name);
  return { samples, sampleRate, notes: report.notes };
}

/**
 * Decodes a recording to one channel.
 *
 * Samples are mixed and resampled as they are decoded, so that memory is that of the result.
 *
 * @param source bytes, a `Blob`, a `Response`, a stream, or samples; see {@link AudioSource}.
 * @returns the samples, their rate, and `notes` about what was mended or left out.
 * @throws SerError as {@link decodeRecording}; INVALID_AUDIO if the channels cancel each other; INVALID_ARGUMENT for a
 *   channel that is not there.
 *
 * @example
 * const { samples, sampleRate, notes } = await decodeAudio(file, { sampleRate: 16000 });
 * // samples.length 75400, sampleRate 16000, notes []
 */
export async function decodeAudio(source: AudioSource, options: DecodeAudioOptions = {}): Promise<DecodedAudio> {
  checkOptions(options);
  return collectAudio(await openInput(source, options, true), options);
}
