import { invalidArgument, SerError } from '@ser/core';
import type { MonoMix } from './mono.js';

/** The part of an `AudioBuffer` that is used. */
export interface PlatformBuffer {
  readonly numberOfChannels: number;
  readonly sampleRate: number;
  getChannelData(channel: number): Float32Array;
}

/** The part of an `AudioContext` that decodes. */
export interface PlatformDecoder {
  decodeAudioData(data: ArrayBuffer): Promise<PlatformBuffer>;
}

/** What {@link OtherDecoder} returns: one array per channel, and the rate in Hz. */
export interface OtherAudio {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
}

/** Decodes the bytes of a whole recording, as the default export of `audio-decode` does. */
export type OtherDecoder = (bytes: Uint8Array) => Promise<OtherAudio>;

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

/** Refuses an input that is too large. */
export function checkInputBytes(name: string, size: number, maxBytes: number): void {
  if (size > maxBytes)
    throw new SerError('UNSUPPORTED_AUDIO', `${name} holds ${size} bytes; at most ${maxBytes} are read at once`, {
      hint: 'Raise maxBytes, or read it in blocks with decodeAudioBlocks, or readAudioBlocks from @ser/audio/node.',
    });
}
