import { checkShape, invalidAudio, noSamples, type RecordingInfo } from '../../audio.js';
import { type ByteSource, ByteWindow } from '../../bytes/byte-source.js';
import { type Block, joinBlocks, type OpenRecording, type Report } from '../format.js';
import { isTagOrZeros } from '../tags.js';
import { EndOfBytes } from './bit-reader.js';
import { type FlacFrame, FrameMemory, peekFrame, readFrame } from './frame.js';
import { type FlacStreamInfo, readMetadata } from './stream-info.js';
import { BadFrame } from './subframe.js';

/** Returns what the stream info says about the recording. */
export function flacInfo(info: FlacStreamInfo, container: 'flac' | 'ogg'): RecordingInfo {
  const { channels, sampleRate, totalFrames, bitsPerSample: bitDepth } = info;
  const frames = totalFrames || undefined;
  const duration = frames && frames / sampleRate;
  return { container, codec: 'flac', channels, sampleRate, frames, duration, bitDepth };
}

/** Returns an error that says where in the recording a frame is damaged. */
export function damagedFrame(name: string, frames: number, sampleRate: number, error: BadFrame): Error {
  return invalidAudio(name, `is damaged at ${(frames / sampleRate).toFixed(2)} s: ${error.message}`, { cause: error });
}

/** Bytes that are tried first when a frame is decoded. */
const FIRST_TRY = 2 ** 14;

/** No encoder makes frames longer than twice the plain samples. */
const longestFrame = ({ channels, bitsPerSample }: FlacStreamInfo): number =>
  1024 + 2 * channels * Math.ceil((65_535 * (bitsPerSample + 1)) / 8);

/** Samples per channel that are gathered before they are handed out. */
const GATHERED = 2 ** 14;

/** Searched for another frame after bytes that are none. */
const SEARCHED = 2 ** 20;

/** Decodes one frame after another. */
class FlacFrames {
  readonly #window: ByteWindow;
  readonly #report: Report;
  readonly #info: FlacStreamInfo;
  readonly #memory = new FrameMemory();
  #at: number;
  /** Samples per channel so far. */
  frames = 0;

  constructor(source: ByteSource, report: Report, info: FlacStreamInfo, dataOffset: number) {
    this.#window = new ByteWindow(source);
    this.#report = report;
    this.#info = info;
    this.#at = dataOffset;
  }

  /** Decodes all frames that lie whole in the bytes that are loaded; `undefined` at the end. */
  async next(): Promise<Block | undefined> {
    const { totalFrames, channels } = this.#info;
    const blocks: Block[] = [];
    let gathered = 0;
    const ended = () => totalFrames > 0 && this.frames >= totalFrames;
    for (let need = FIRST_TRY; blocks.length === 0; need *= 2) {
      if (ended() || this.#at >= this.#window.size) return undefined;
      const bytes = await this.#window.from(this.#at, need);
      const base = this.#at;
      while (gathered < GATHERED && this.#at - base < bytes.length && !ended()) {
        const frame = this.#read(bytes, this.#at - base);
        if (frame === 'end') break;
        if (frame === 'bad') {
          if (blocks.length > 0 || !(await this.#tail())) break;
          return undefined;
        }
        this.#at = base + frame.end;
        this.frames += frame.channels[0]!.length;
        gathered += frame.channels[0]!.length;
        blocks.push(frame.channels);
      }
      const whole = base + bytes.length >= this.#window.size;
      if (blocks.length === 0 && (whole || need > longestFrame(this.#info))) {
        if (!whole)
          throw damagedFrame(
            this.#report.name,
            this.frames,
            this.#info.sampleRate,
            new BadFrame('a frame without end'),
          );
        this.#cut();
        return undefined;
      }
    }
    return joinBlocks(blocks, channels);
  }

  #bad: BadFrame | undefined;

  #read(bytes: Uint8Array, at: number): FlacFrame | 'end' | 'bad' {
    try {
      return readFrame(bytes, at, this.#info, this.#memory);
    } catch (error) {
      if (error instanceof EndOfBytes) return 'end';
      if (!(error instanceof BadFrame)) throw error;
      this.#bad = error;
      return 'bad';
    }
  }

  /** Looks at bytes that are no frame: the end of the stream, or damage. */
  async #tail(): Promise<true> {
    const { totalFrames, sampleRate } = this.#info;
    const rest = this.#window.size - this.#at;
    const bytes = await this.#window.at(this.#at, Math.min(rest, SEARCHED));
    let another = false;
    for (let i = 0; i + 1 < bytes.length && !another; i++)
      another = bytes[i] === 0xff && (bytes[i + 1]! & 0xfe) === 0xf8 && peekFrame(bytes, i) !== undefined;
    if (totalFrames > 0 || another || this.frames === 0)
      throw damagedFrame(this.#report.name, this.frames, sampleRate, this.#bad!);
    if (!isTagOrZeros(bytes)) this.#report.note(`has ${rest} bytes after its last FLAC frame that are no frame`);
    return true;
  }

  #cut(): void {
    const { totalFrames } = this.#info;
    const announced = totalFrames === 0 ? 'another frame' : `${totalFrames} samples a channel`;
    this.#report.truncated(`it announces ${announced}, ${this.frames} could be decoded`);
    this.#truncated = true;
  }

  #truncated = false;

  /** Checks, after the last frame, that nothing is missing. */
  finish(): void {
    const { totalFrames } = this.#info;
    if (this.frames === 0) throw noSamples(this.#report.name);
    if (this.frames < totalFrames && !this.#truncated) this.#cut();
    if (totalFrames > 0 && this.frames > totalFrames)
      throw invalidAudio(this.#report.name, `announces ${totalFrames} samples a channel and holds ${this.frames}`);
  }
}

async function* flacBlocks(frames: FlacFrames): AsyncGenerator<Block, void, undefined> {
  for (let block = await frames.next(); block; block = await frames.next()) yield block;
  frames.finish();
}

/** Opens a FLAC file, or a stream of FLAC frames without the metadata before them. */
export async function openFlac(source: ByteSource, report: Report): Promise<OpenRecording> {
  const bare = peekFrame(await source.read(0, 32), 0);
  if (!bare) {
    const { info, dataOffset } = await readMetadata(source, report.name);
    const frames = new FlacFrames(source, report, info, dataOffset);
    return { info: flacInfo(info, 'flac'), exact: info.totalFrames > 0, blocks: () => flacBlocks(frames) };
  }
  const { channels, sampleRate, bitsPerSample } = bare;
  checkShape(report.name, channels, sampleRate);
  if (bitsPerSample === 0)
    throw invalidAudio(report.name, 'is FLAC without its header, and its frames do not say how many bits a sample has');
  report.note('is FLAC without its header; rate, channels and bits were taken from its first frame');
  const info = { channels, sampleRate, bitsPerSample, totalFrames: 0 };
  return {
    info: flacInfo(info, 'flac'),
    exact: false,
    blocks: () => flacBlocks(new FlacFrames(source, report, info, 0)),
  };
}
