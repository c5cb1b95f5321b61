import { invalidAudio } from '../../audio.js';
import { EndOfBytes } from '../flac/bit-reader.js';
import { damagedFrame } from '../flac/flac.js';
import { FrameMemory, readFrame } from '../flac/frame.js';
import { type FlacStreamInfo, parseStreamInfo } from '../flac/stream-info.js';
import { BadFrame } from '../flac/subframe.js';
import type { Block, Report } from '../format.js';
import type { OggLink } from './links.js';

/** Bytes of the first packet before its STREAMINFO: the mapping's header, `fLaC`, and a block header. */
const BEFORE_INFO = 17;

/** Reads the stream info in the first packet of FLAC in Ogg (RFC 9639, section 10.1). */
export function readFlacHead(name: string, packet: Uint8Array): FlacStreamInfo {
  return parseStreamInfo(name, packet.subarray(BEFORE_INFO));
}

/** Decodes one FLAC stream in Ogg, a frame a packet. */
export async function* flacBlocks(link: OggLink, report: Report): AsyncGenerator<Block, void, undefined> {
  const { name } = report;
  const info = readFlacHead(name, link.head);
  const memory = new FrameMemory();
  let frames = 0;
  for (let page = await link.page(); page; page = await link.page())
    for (const packet of page.packets) {
      // Frames begin with eleven ones, metadata blocks do not.
      if (packet[0] !== 0xff) continue;
      try {
        const { channels } = readFrame(packet, 0, info, memory);
        frames += channels[0]!.length;
        yield channels;
      } catch (error) {
        if (error instanceof BadFrame) throw damagedFrame(name, frames, info.sampleRate, error);
        if (!(error instanceof EndOfBytes)) throw error;
        throw damagedFrame(name, frames, info.sampleRate, new BadFrame('a frame without end'));
      }
    }
  if (frames < info.totalFrames)
    report.truncated(`it announces ${info.totalFrames} samples a channel, ${frames} could be decoded`);
  if (info.totalFrames > 0 && frames > info.totalFrames)
    throw invalidAudio(name, `announces ${info.totalFrames} samples a channel and holds ${frames}`);
}
