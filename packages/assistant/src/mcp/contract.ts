import type { EmotionSegment } from '@ser/core';
import { checkFields, count, integerFrom, type Plain, positive, text } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

/** A recording: the absolute path of a file, or the bytes of one. */
export type AssistantRecording = string | Uint8Array<ArrayBuffer>;

/** The answer for a segment of a recording. */
export interface AssistantSegment extends EmotionSegment {
  /** True if the segment is the whole recording. */
  readonly isWhole: boolean;
}

/** The part of a recognizer of `ser` that assistants use; `Speaker` is the profile that it makes of a speaker. */
export interface AssistantRecognizer<Speaker> {
  readonly model: {
    readonly labels: readonly string[];
    readonly card: {
      readonly name: string;
      readonly description: string;
      readonly corpora: readonly string[];
      readonly license: string;
      readonly metrics?: Readonly<Record<string, number>> | undefined;
      readonly notes?: readonly string[] | undefined;
    };
  };
  /** Answers for a recording as a whole, or for each spoken segment of a long one. */
  predictSegments(
    recording: AssistantRecording,
    options: {
      readonly speaker?: Speaker | undefined;
      /** Longest recording in seconds; a longer one is refused. */
      readonly maxSeconds: number;
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((seconds: number) => void) | undefined;
    },
  ): AsyncIterable<AssistantSegment>;
  /** Makes the profile of a speaker. */
  enroll(
    clips: readonly AssistantRecording[],
    options: {
      readonly signal?: AbortSignal | undefined;
      readonly onNote?: ((note: string) => void) | undefined;
    },
  ): Promise<Speaker>;
}

const entries = {
  /** Folders in which recordings may be named by their path. Default: none, recordings come as base64 only. */
  roots: v.optional(v.array(text, 'a list of folders'), () => []),
  /** Largest recording that comes as base64, in bytes. Default 8,388,608 (8 MiB). */
  maxBytes: v.optional(count, 2 ** 23),
  /** Largest file, in bytes. Default 1,073,741,824 (1 GiB). A long recording is read block by block. */
  maxFileBytes: v.optional(count, 2 ** 30),
  /** Longest recording in seconds. Default 3600. */
  maxSeconds: v.optional(positive, 3600),
  /** Version that the server states. Default `0.0.0`. */
  version: v.optional(text, '0.0.0'),
};
const optionsSchema = v.strictObject(entries);
const httpSchema = v.strictObject({
  ...entries,
  /** Port on 127.0.0.1, 0 to 65535; 0 takes a free one. Default 8081. */
  port: v.optional(integerFrom(0, 65_535), 8081),
});

/** Receives one line about each fault of the server and each message that is no JSON. */
export interface AssistantLog {
  /** Default: nothing is logged. */
  readonly log?: { write(line: string): unknown } | undefined;
}

/** Options of `serveStdio`. */
export type McpOptions = Plain<v.InferInput<typeof optionsSchema>> & AssistantLog;

/** Options of `serveHttp`. */
export type McpHttpOptions = Plain<v.InferInput<typeof httpSchema>> & AssistantLog;

/** The options with their defaults. */
export type McpSettings = Plain<v.InferOutput<typeof optionsSchema>> & AssistantLog;

/** Returns the options with their defaults. */
export function mcpSettings({ log, ...options }: McpOptions): McpSettings {
  return { ...checkFields(optionsSchema, options, { whole: 'the options' }), log };
}

/** Returns the options with their defaults, for HTTP. */
export function httpSettings({ log, ...options }: McpHttpOptions): McpSettings & { readonly port: number } {
  return { ...checkFields(httpSchema, options, { whole: 'the options' }), log };
}
