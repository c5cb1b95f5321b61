import { invalidArgument } from '@ser/core';
import type { OtherDecoder, PlatformDecoder } from './foreign.js';
import type { MonoMix } from './mono.js';

/** Options of everything that a recording enters through. */
export interface InputOptions {
  /** What messages call the recording, e.g. its path. Default: the name of a `File`, the URL of a `Response`, or `the recording`. */
  readonly name?: string | undefined;
  /**
   * Largest input in bytes, and largest result in bytes (4 a sample). Default 134,217,728 (128 MiB); without limit where
   * a recording is read in blocks from bytes, a `Blob` or a file.
   */
  readonly maxBytes?: number | undefined;
  /** Decodes what is there of a recording whose end is missing, with a note, instead of refusing it. Default false. */
  readonly allowTruncated?: boolean | undefined;
  /**
   * Decodes the formats that this package does not, e.g. `decode` of `audio-decode`. Default: the browser's
   * `decodeAudioData`, else the package `audio-decode` if it is installed.
   */
  readonly decodeOther?: OtherDecoder | undefined;
  /** The `AudioContext` or `OfflineAudioContext` that decodes other formats in browsers. Default: one of 48 kHz. */
  readonly context?: PlatformDecoder | undefined;
  /** Stops the decoding; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link decodeRecording}. */
export interface DecodeRecordingOptions extends InputOptions {
  /** Longest recording in seconds. Default 600 (10 minutes); without limit where it is read in blocks. */
  readonly maxSeconds?: number | undefined;
}

/** Options of {@link decodeAudio}. */
export interface DecodeAudioOptions extends DecodeRecordingOptions {
  /** How several channels become one. Default `mean`, their average. */
  readonly mono?: MonoMix | undefined;
  /** The rate in Hz to resample to. Default: the recording's rate. */
  readonly sampleRate?: number | undefined;
}

/** Default of `maxBytes`. */
export const DEFAULT_MAX_BYTES: number = 2 ** 27;

/** Default of `maxSeconds`. */
export const DEFAULT_MAX_SECONDS = 600;

/** Refuses options that are out of range. */
export function checkOptions(options: DecodeAudioOptions): void {
  const { maxBytes, maxSeconds, sampleRate, mono } = options;
  for (const [name, value] of Object.entries({ maxBytes, maxSeconds }))
    if (value !== undefined && !(value > 0)) throw invalidArgument(name, value, 'a positive number');
  if (sampleRate !== undefined && !(sampleRate > 0 && sampleRate < Number.POSITIVE_INFINITY))
    throw invalidArgument('sampleRate', sampleRate, 'a positive number of Hz');
  if (
    mono !== undefined &&
    mono !== 'mean' &&
    !(typeof mono === 'object' && mono !== null && Number.isInteger(mono.channel))
  )
    throw invalidArgument('mono', mono, '"mean" or { channel }');
}
