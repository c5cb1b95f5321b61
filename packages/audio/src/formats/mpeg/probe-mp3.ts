import { checkShape, invalidAudio, type RecordingInfo } from '../../audio.js';
import type { RangeParser } from '../../bytes/byte-ranges.js';
import { ID3_HEADER, id3Length } from '../tags.js';
import { readMp3Frame } from './mp3-frame.js';
import { readMp3Tag } from './mp3-tag.js';

/** Enough for the header, the side information and the tag of a frame. */
const FRAME_HEAD = 200;

/**
 * Reads what an MP3 file is from its first frame. The length is known only where that frame holds a tag with the
 * number of frames, as nearly all encoders write.
 */
export function* probeMp3(name: string): RangeParser<RecordingInfo> {
  let at = 0;
  for (let length = -1; length !== 0; at += length) length = id3Length(yield { offset: at, length: ID3_HEADER }, 0);
  let head = yield { offset: at, length: 4096 };
  const padding = head.findIndex((byte) => byte !== 0);
  if (padding > 0) head = yield { offset: at + padding, length: FRAME_HEAD };
  const frame = readMp3Frame(head, 0);
  if (!frame) throw invalidAudio(name, `is damaged: no MP3 frame begins at byte ${at}`);
  const { layer, channels, sampleRate, samples } = frame;
  checkShape(name, channels, sampleRate);
  const info: RecordingInfo = { container: 'mp3', codec: `mp${layer}`, channels, sampleRate };
  const tag = readMp3Tag(head, 0);
  if (tag?.frames === undefined) return info;
  const frames = Math.max(0, tag.frames * samples - (tag.delay ?? 0) - (tag.padding ?? 0));
  return { ...info, frames, duration: frames / sampleRate };
}
