import { checkShape, invalidAudio, noSamples, type RecordingInfo } from '../../audio.js';
import { type ByteSource, ByteWindow } from '../../bytes/byte-source.js';
import type { Block, OpenRecording, Report } from '../format.js';
import { endBeforeTags, id3Length, tagLength } from '../tags.js';
import { type CodecInstance, createCodec, guard } from '../wasm/codec-module.js';
import { findFreeLength, isConfirmed, type Mp3Frame, readMp3Frame, sameStream } from './mp3-frame.js';
import { DECODER_DELAY, type Mp3Tag, readMp3Tag } from './mp3-tag.js';

/** Bytes that hold a frame and the headers of the next two. */
const LOOK_AHEAD = 8192;

/** Bytes that are searched for the first frame. */
const SEARCHED = 2 ** 17;

/** Takes off what the encoder added before and after the sound, without knowing where the end is. */
class Trimmer {
  readonly #hold: number;
  #skip: number;
  #held: Block[] = [];
  #length = 0;

  constructor({ delay, padding }: Mp3Tag) {
    const trims = delay !== undefined && padding !== undefined;
    this.#skip = trims ? delay + DECODER_DELAY : 0;
    this.#hold = trims ? Math.max(0, padding - DECODER_DELAY) : 0;
  }

  /** Takes a block and returns those that cannot be padding any more. */
  push(block: Block): Block[] {
    const skipped = Math.min(this.#skip, block[0]!.length);
    this.#skip -= skipped;
    const rest = skipped > 0 ? block.map((samples) => samples.slice(skipped)) : block;
    if (rest[0]!.length === 0) return [];
    this.#held.push(rest);
    this.#length += rest[0]!.length;
    const out: Block[] = [];
    while (this.#held[0] && this.#length - this.#held[0][0]!.length >= this.#hold) {
      const first = this.#held.shift()!;
      this.#length -= first[0]!.length;
      out.push(first);
    }
    return out;
  }

  /** Returns what is left without the padding. */
  finish(): Block[] {
    const out: Block[] = [];
    let left = this.#length - this.#hold;
    for (const block of this.#held) {
      if (left <= 0) break;
      out.push(block.map((samples) => samples.slice(0, left)));
      left -= block[0]!.length;
    }
    return out;
  }
}

/** One of several MP3 files that were put one after another. */
interface Part {
  readonly tag: Mp3Tag;
  readonly start: number;
  readonly trimmer: Trimmer;
  /** Frames that were decoded. */
  frames: number;
}

const deinterleave = (samples: Float32Array, channels: number): Block =>
  Array.from({ length: channels }, (_, channel) => {
    const block = new Float32Array(samples.length / channels);
    for (let i = 0; i < block.length; i++) block[i] = samples[i * channels + channel]!;
    return block;
  });

/** Walks from frame to frame and decodes each. */
class Mp3Frames {
  readonly #window: ByteWindow;
  readonly #end: number;
  readonly #report: Report;
  readonly #codec: CodecInstance;
  readonly #first: Mp3Frame;
  readonly #freeLength: number;
  #at: number;
  #part: Part | undefined;
  /** Samples per channel that were decoded, encoder delay included. */
  #decoded = 0;
  /** True if bytes that are no frame come before the next frame. */
  #afterJunk = false;

  constructor(start: Start, source: ByteSource, report: Report, codec: CodecInstance) {
    this.#window = new ByteWindow(source);
    this.#end = start.end;
    this.#at = start.at;
    this.#first = start.frame;
    this.#freeLength = start.freeLength;
    this.#report = report;
    this.#codec = codec;
  }

  async *blocks(): AsyncGenerator<Block, void, undefined> {
    let any = false;
    for (let blocks = await this.#next(); blocks; blocks = await this.#next())
      for (const block of blocks) {
        any = true;
        yield block;
      }
    if (this.#decoded === 0) throw invalidAudio(this.#report.name, 'holds no MP3 frame that can be decoded');
    if (!any) throw noSamples(this.#report.name);
  }

  /** Decodes what lies at the present position; `undefined` at the end. */
  async #next(): Promise<Block[] | undefined> {
    if (this.#at >= this.#end) return this.#finishPart(true);
    const bytes = await this.#window.at(this.#at, Math.min(LOOK_AHEAD, this.#end - this.#at));
    const frame = readMp3Frame(bytes, 0, this.#freeLength);
    if (frame && frame.length > 4 && sameStream(frame, this.#first)) return this.#decode(bytes, frame);
    const skipped = tagLength(bytes, 0);
    if (skipped === 0) return this.#resync();
    this.#at += skipped;
    return id3Length(bytes, 0) > 0 ? (this.#finishPart() ?? []) : [];
  }

  #decode(bytes: Uint8Array, frame: Mp3Frame): Block[] | undefined {
    if (frame.length > this.#end - this.#at) {
      if (this.#part?.tag.frames === undefined) this.#report.note('ends within an MP3 frame, which was left out');
      this.#at = this.#end;
      return this.#finishPart(true, true);
    }
    const start = this.#at;
    this.#at += frame.length;
    // The frame that holds a tag decodes to silence that belongs to no recording, and begins a new file.
    const tag = readMp3Tag(bytes.subarray(0, frame.length), 0);
    if (tag) {
      const last = this.#finishPart() ?? [];
      this.#part = { tag, start, trimmer: new Trimmer(tag), frames: 0 };
      return last;
    }
    this.#part ??= { tag: {}, start, trimmer: new Trimmer({}), frames: 0 };
    const samples = this.#decodeFrame(bytes, frame);
    if (!samples) {
      // A file that was cut from a longer one begins with frames that need data from before it.
      if (this.#part.frames === 0 && !this.#afterJunk) return [];
      throw this.#damaged(start);
    }
    this.#afterJunk = false;
    this.#part.frames++;
    this.#decoded += samples[0]!.length;
    return this.#part.trimmer.push(samples);
  }

  #decodeFrame(bytes: Uint8Array, frame: Mp3Frame): Block | undefined {
    const { exports: mp3, memory, input } = this.#codec;
    // The decoder finds out the length of the first frame of free format by the frames behind it.
    const given = frame.free && this.#part!.frames === 0 ? bytes : bytes.subarray(0, frame.length);
    new Uint8Array(memory.buffer).set(given, input);
    const length = guard(this.#report.name, () => mp3.mp3_decode(input, given.length));
    if (length <= 0) return undefined;
    return deinterleave(new Float32Array(memory.buffer, mp3.mp3_samples(), length * frame.channels), frame.channels);
  }

  get #time(): string {
    return this.#decoded > 0 ? `at ${(this.#decoded / this.#first.sampleRate).toFixed(2)} s` : 'at its start';
  }

  #damaged(position: number): Error {
    return invalidAudio(
      this.#report.name,
      `is damaged ${this.#time}: no MP3 frame that can be decoded at byte ${position}`,
    );
  }

  /** Skips bytes that are no frame. */
  async #resync(): Promise<Block[] | undefined> {
    const found = await this.#find();
    if (found === undefined) {
      const rest = this.#end - this.#at;
      if (!(await this.#zeros(this.#at, this.#end)))
        this.#report.note(`has ${rest} bytes after its last MP3 frame that are no frame`);
      this.#at = this.#end;
      return this.#finishPart(true);
    }
    const { at, changes } = found;
    if (changes) throw invalidAudio(this.#report.name, `changes its channels or sample rate ${this.#time}`);
    if (!(await this.#zeros(this.#at, at)))
      this.#report.note(`has ${at - this.#at} bytes ${this.#time} that are no MP3 frame; they were skipped`);
    this.#afterJunk = this.#part !== undefined && this.#part.frames > 0;
    this.#at = at;
    return [];
  }

  /** The next position where a confirmed frame or a tag begins. */
  async #find(): Promise<{ at: number; changes: boolean } | undefined> {
    for (let at = this.#at + (this.#at === this.#searched ? 1 : 0); at < this.#end; ) {
      const bytes = await this.#window.from(at, Math.min(2 * LOOK_AHEAD, this.#end - at));
      const last = at + bytes.length >= this.#end;
      const limit = last ? bytes.length : bytes.length - LOOK_AHEAD;
      for (let i = 0; i < limit; i++) {
        const byte = bytes[i]!;
        if (byte === 0xff && isConfirmed(bytes, i, this.#freeLength)) {
          const frame = readMp3Frame(bytes, i, this.#freeLength)!;
          this.#searched = at + i;
          return { at: at + i, changes: !sameStream(frame, this.#first) };
        }
        if (byte === 0x49 && id3Length(bytes, i) > 0) return { at: at + i, changes: false };
      }
      at += limit;
    }
    return undefined;
  }

  #searched = -1;

  async #zeros(from: number, to: number): Promise<boolean> {
    for (let at = from; at < to; at += LOOK_AHEAD) {
      const bytes = await this.#window.at(at, Math.min(LOOK_AHEAD, to - at));
      if (bytes.some((byte) => byte !== 0)) return false;
    }
    return true;
  }

  /** Ends one file; returns its last samples, or `undefined` if there is no file. */
  #finishPart(last = false, cut = false): Block[] | undefined {
    const part = this.#part;
    this.#part = undefined;
    this.#afterJunk = false;
    if (!part) return undefined;
    if (!last) this.#codec.exports.mp3_open();
    const { frames, bytes } = part.tag;
    if (frames !== undefined && part.frames < frames) {
      const counts = `announces ${frames} MP3 frames, ${part.frames} could be decoded`;
      // Some encoders count the frame of the tag, and some count wrong while the number of bytes is right.
      const whole = !cut && (part.frames === frames - 1 || (bytes !== undefined && this.#at - part.start >= bytes));
      if (whole) this.#report.note(counts);
      else this.#report.truncated(`it ${counts}`);
    }
    return part.trimmer.finish();
  }
}

interface Start {
  readonly at: number;
  readonly end: number;
  readonly frame: Mp3Frame;
  readonly tag: Mp3Tag | undefined;
  readonly freeLength: number;
}

/** Finds the first frame, behind tags, filler and what else may lie before it. */
async function findStart(source: ByteSource, report: Report): Promise<Start> {
  const end = await endBeforeTags(source);
  let at = 0;
  for (let skipped = -1; skipped !== 0; at += skipped) skipped = tagLength(await source.read(at, LOOK_AHEAD), 0);
  const bytes = await source.read(at, Math.min(SEARCHED + LOOK_AHEAD, Math.max(0, end - at)));
  for (let i = 0; i < Math.min(bytes.length, SEARCHED); i++) {
    if (bytes[i] !== 0xff) continue;
    const freeLength = findFreeLength(bytes, i);
    if (!isConfirmed(bytes, i, freeLength)) continue;
    if (bytes.subarray(0, i).some((byte) => byte !== 0))
      report.note(`has ${i} bytes before its first MP3 frame that are no frame; they were skipped`);
    const frame = readMp3Frame(bytes, i, freeLength)!;
    checkShape(report.name, frame.channels, frame.sampleRate);
    return { at: at + i, end, frame, tag: readMp3Tag(bytes.subarray(i, i + frame.length), 0), freeLength };
  }
  throw invalidAudio(report.name, `holds no MP3 frame that can be decoded in ${bytes.length} bytes from byte ${at}`);
}

function mpegInfo({ frame, tag }: Start): RecordingInfo {
  const { layer, channels, sampleRate, samples } = frame;
  const info = { container: 'mp3', codec: `mp${layer}`, channels, sampleRate };
  if (tag?.frames === undefined) return info;
  const frames = Math.max(0, tag.frames * samples - (tag.delay ?? 0) - (tag.padding ?? 0));
  return { ...info, frames, duration: frames / sampleRate };
}

/**
 * Opens MPEG audio (layers I to III), which dr_mp3 decodes.
 *
 * Where a file says how many samples its encoder added before and after the sound, these are taken off, so that the
 * length is that of the original; in files that were put one after another, of each. Tags and filler are skipped, other
 * bytes between frames are skipped with a note. Frames at the start that need earlier data (a file cut from a longer
 * one) hold no sound and are left out.
 */
export async function openMpeg(source: ByteSource, report: Report): Promise<OpenRecording> {
  const start = await findStart(source, report);
  async function* blocks(): AsyncGenerator<Block, void, undefined> {
    const codec = await createCodec(2 * LOOK_AHEAD);
    codec.exports.mp3_open();
    yield* new Mp3Frames(start, source, report, codec).blocks();
  }
  return { info: mpegInfo(start), exact: false, blocks };
}
