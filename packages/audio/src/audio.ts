import { SerError } from '@ser/core';

/** One channel of sound at a known rate. */
export interface Audio {
  /** Samples with full scale at [-1, 1]; float recordings may exceed it. */
  readonly samples: Float32Array;
  /** Samples per second, in Hz. */
  readonly sampleRate: number;
  /** What the decoder mended, skipped or found odd, one sentence each; absent or empty if nothing. */
  readonly notes?: readonly string[] | undefined;
}

/** {@link Audio} that was decoded: `notes` is always there. */
export interface DecodedAudio extends Audio {
  readonly notes: readonly string[];
}

/** A decoded recording with all its channels, at its own rate. */
export interface Recording {
  /** One array per channel, all of the same length; full scale is [-1, 1]. */
  readonly channels: Float32Array[];
  /** Frames per second, in Hz. */
  readonly sampleRate: number;
  /** How the samples were stored, in ffmpeg's words: `pcm_s16le`, `flac`, `mp3`, `opus`, … */
  readonly codec: string;
  /** The file format: `wav`, `aiff`, `flac`, `ogg`, `mp3`, … */
  readonly container: string;
  /** Bits per sample, for codecs that have such a number. */
  readonly bitDepth?: number | undefined;
  /** What the decoder mended, skipped or found odd, one sentence each; empty if nothing. */
  readonly notes: readonly string[];
}

/** What the headers of a recording say. */
export interface RecordingInfo {
  readonly container: string;
  readonly codec: string;
  /** Number of channels. */
  readonly channels: number;
  /** Frames per second, in Hz. */
  readonly sampleRate: number;
  /** Samples per channel; absent if the headers do not say (FLAC from a pipe, MP3 without a tag). */
  readonly frames?: number | undefined;
  /** Length in seconds; absent if `frames` is. */
  readonly duration?: number | undefined;
  /** Bits per sample, for codecs that have such a number. */
  readonly bitDepth?: number | undefined;
}

/** Rates outside this range (Hz) come from damaged headers. */
const SAMPLE_RATES = { lowest: 1000, highest: 192_000 } as const;

/** More channels than this come from damaged headers. */
const MAX_CHANNELS = 256;

/** Returns an `INVALID_AUDIO` error about the recording called `name`. */
export function invalidAudio(name: string, what: string, options: { cause?: unknown; hint?: string } = {}): SerError {
  return new SerError('INVALID_AUDIO', `${name} ${what}`, options);
}

/** Returns the error for a recording without samples. */
export function noSamples(name: string): SerError {
  return invalidAudio(name, 'holds no samples: its length is 0');
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
