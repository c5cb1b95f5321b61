import type { RecordingInfo } from '../audio.js';
import { invalidAudio } from '../audio.js';
import type { ByteSource } from '../bytes/byte-source.js';

/** One array per channel, all of one length. */
export type Block = Float32Array[];

/** A recording whose headers have been read, and whose samples have not. */
export interface OpenRecording {
  readonly info: RecordingInfo;
  /** True if `info.frames` is the length and not an estimate. */
  readonly exact: boolean;
  /** Decodes from the start; call it once. Each block is new memory. */
  blocks(): AsyncGenerator<Block, void, undefined>;
}

/** Reads the headers of one format. */
export type OpenFormat = (source: ByteSource, report: Report) => Promise<OpenRecording>;

/** Audio in a format that this package knows by name only. */
export class ForeignAudio extends Error {
  /** The format in words, e.g. `IMA ADPCM in WAV`. */
  readonly format: string;

  constructor(format: string) {
    super(format);
    this.format = format;
  }
}

/** More notes than this say nothing new. */
const MAX_NOTES = 20;

/** Collects what a decoder has to say about one recording. */
export class Report {
  /** What messages call the recording. */
  readonly name: string;
  readonly notes: string[] = [];
  readonly #allowTruncated: boolean;

  constructor(name: string, allowTruncated = false) {
    this.name = name;
    this.#allowTruncated = allowTruncated;
  }

  /** Adds a sentence about something that was mended, skipped or is odd; the name comes before it. */
  note(what: string): void {
    if (this.notes.length < MAX_NOTES && !this.notes.includes(what)) this.notes.push(what);
  }

  /** Refuses a recording whose end is missing, or notes it if the caller allows that. */
  truncated(what: string): void {
    if (!this.#allowTruncated)
      throw invalidAudio(this.name, `is truncated: ${what}`, {
        hint: 'Pass { allowTruncated: true } to decode what is there.',
      });
    this.note(`is truncated: ${what}`);
  }
}

/** Joins blocks, channel by channel; one block is returned as it is. */
export function joinBlocks(blocks: readonly Block[], channels: number): Block {
  if (blocks.length === 1) return blocks[0]!;
  const frames = blocks.reduce((sum, block) => sum + block[0]!.length, 0);
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(frames);
    let at = 0;
    for (const block of blocks) {
      out.set(block[channel]!, at);
      at += block[channel]!.length;
    }
    return out;
  });
}
