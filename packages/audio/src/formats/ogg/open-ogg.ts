import { invalidAudio, noSamples, type RecordingInfo } from '../../audio.js';
import { type ByteSource, dataView, fourCC } from '../../bytes/byte-source.js';
import { flacInfo } from '../flac/flac.js';
import type { Block, OpenRecording, Report } from '../format.js';
import { OPUS_RATE, readOpusHead } from '../opus/opus-head.js';
import { flacBlocks, readFlacHead } from './flac.js';
import { OggLink } from './links.js';
import { LARGEST_PAGE, OggPages } from './pages.js';
import { readVorbisHead, vorbisBlocks } from './vorbis.js';

/** The granule position of the last page of a stream, in the codec's units, if that page ends the file. */
async function lastGranule(source: ByteSource, serial: number): Promise<number | undefined> {
  const bytes = await source.read(Math.max(0, source.size - LARGEST_PAGE), LARGEST_PAGE);
  const view = dataView(bytes);
  for (let at = bytes.length - 27; at >= 0; at--) {
    if (bytes[at] !== 0x4f || fourCC(bytes, at) !== 'OggS') continue;
    if (view.getUint32(at + 14, true) !== serial) return undefined;
    const granule = view.getBigInt64(at + 6, true);
    if (granule >= 0n) return Number(granule);
  }
  return undefined;
}

/** What a link's first packet says, and the length if the position of the last page is known. */
function linkInfo(name: string, { codec, head }: OggLink, granule?: number): RecordingInfo {
  const container = 'ogg';
  const length = (frames: number | undefined, rate: number) =>
    frames === undefined ? {} : { frames, duration: frames / rate };
  switch (codec) {
    case 'opus': {
      const { channels, preSkip } = readOpusHead(name, head);
      const frames = granule === undefined ? undefined : Math.max(0, granule - preSkip);
      return { container, codec, channels, sampleRate: OPUS_RATE, ...length(frames, OPUS_RATE) };
    }
    case 'vorbis': {
      const { channels, sampleRate } = readVorbisHead(name, head);
      return { container, codec, channels, sampleRate, ...length(granule, sampleRate) };
    }
    case 'flac': {
      const info = flacInfo(readFlacHead(name, head), container);
      return { ...info, ...length(granule, info.sampleRate) };
    }
  }
}

/** Opus is loaded when it is met: most programs never need it. */
async function* linkBlocks(link: OggLink, report: Report): AsyncGenerator<Block, void, undefined> {
  if (link.codec === 'opus') yield* (await import('./opus.js')).opusBlocks(link, report);
  else if (link.codec === 'vorbis') yield* vorbisBlocks(link, report);
  else yield* flacBlocks(link, report);
}

/** Opens Opus, Vorbis or FLAC in Ogg; streams that follow each other in one file are joined. */
export async function openOgg(source: ByteSource, report: Report): Promise<OpenRecording> {
  const { name } = report;
  const pages = new OggPages(source, report);
  const page = await pages.next();
  if (!page?.begins) throw invalidAudio(name, 'is an Ogg file without the beginning of a stream');
  const first = await OggLink.open(page, pages, report);
  const info = linkInfo(name, first, await lastGranule(source, first.serial));
  async function* blocks(): AsyncGenerator<Block, void, undefined> {
    let any = false;
    for (let link: OggLink | undefined = first; link; link = await link.next()) {
      const { channels, sampleRate } = linkInfo(name, link);
      if (channels !== info.channels || sampleRate !== info.sampleRate)
        throw invalidAudio(
          name,
          `changes from ${info.channels} channels at ${info.sampleRate} Hz to ${channels} at ${sampleRate} Hz in its next stream`,
        );
      for await (const block of linkBlocks(link, report)) {
        any = true;
        yield block;
      }
    }
    if (!any) throw noSamples(name);
  }
  return { info, exact: false, blocks };
}
