import { SerError } from '@ser/core';

/** One channel of sound at a known rate. */
export interface Audio {
  /** Samples in [-1, 1]; float recordings may exceed it. */
  samples: Float32Array;
  /** Samples per second, in Hz. */
  sampleRate: number;
}

/** A decoded recording with all its channels, at its own rate. */
export interface Recording {
  /** One array per channel, all of the same length; full scale is [-1, 1]. */
  channels: Float32Array[];
  /** Frames per second, in Hz. */
  sampleRate: number;
  /** How the samples were stored: `pcm_s16le`, `flac`, `mp3`, `opus`, … (ffmpeg's words), or `platform`. */
  codec: string;
  /** The file format around them: `wav`, `aiff`, `flac`, `ogg`, `mp3`, or `platform`. */
  container: string;
  /** Bits per sample, where the codec has such a thing. */
  bitDepth?: number;
}

/** What a recording is, read from its headers alone. */
export interface RecordingInfo {
  container: string;
  codec: string;
  /** Number of channels. */
  channels: number;
  /** Frames per second, in Hz. */
  sampleRate: number;
  /** Samples per channel; absent where the headers do not say (FLAC from a pipe, MP3 without a tag). */
  frames?: number;
  /** Length in seconds; absent where `frames` is. */
  duration?: number;
  /** Bits per sample, where the codec has such a thing. */
  bitDepth?: number;
}

/** Rates outside this range (Hz) come from damaged headers. */
const SAMPLE_RATES = { lowest: 1000, highest: 1_536_000 } as const;

/** More channels than this come from damaged headers. */
const MAX_CHANNELS = 256;

/** A recording is decoded as a whole up to this many samples over all channels (1 GiB of memory). */
const MAX_SAMPLES = 2 ** 28;

/** An `INVALID_AUDIO` error about the recording called `name`. */
export function invalidAudio(name: string, what: string, options: { cause?: unknown; hint?: string } = {}): SerError {
  return new SerError('INVALID_AUDIO', `${name} ${what}`, options);
}

/** Refuses a header whose channel count or rate cannot be true. */
export function checkShape(name: string, channels: number, sampleRate: number): void {
  if (channels < 1 || channels > MAX_CHANNELS)
    throw invalidAudio(name, `announces ${channels} channels; 1 to ${MAX_CHANNELS} are possible`);
  if (!(sampleRate >= SAMPLE_RATES.lowest && sampleRate <= SAMPLE_RATES.highest))
    throw invalidAudio(
      name,
      `announces a sample rate of ${sampleRate} Hz; ${SAMPLE_RATES.lowest} to ${SAMPLE_RATES.highest} Hz are possible`,
    );
}

/** Refuses a recording that is too long to be held in memory at once. */
export function checkSize(name: string, channels: number, frames: number, sampleRate: number): void {
  if (channels * frames > MAX_SAMPLES)
    throw new SerError(
      'UNSUPPORTED_AUDIO',
      `${name} is too long to decode at once: ${Math.round(frames / sampleRate)} s in ${channels} channels`,
      { hint: 'Read it in blocks with readBlocks from @ser/audio/node.' },
    );
}

/** Refuses a recording without samples or with a sample that is not a finite number. */
export function checkSamples(name: string, channels: readonly Float32Array[], sampleRate: number, from = 0): void {
  for (let c = 0; c < channels.length; c++) {
    const samples = channels[c]!;
    for (let i = 0; i < samples.length; i++) {
      // x - x is NaN for NaN and for both infinities, and 0 for all else.
      if (samples[i]! - samples[i]! === 0) continue;
      const at = `at sample ${from + i} (${((from + i) / sampleRate).toFixed(3)} s) of channel ${c}`;
      throw invalidAudio(name, `holds ${samples[i]} ${at}; samples must be finite`);
    }
  }
}
