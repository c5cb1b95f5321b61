import { SerError } from '@ser/core';
import type { Recording } from '../../audio.js';
import { decodeFlac } from '../flac/decode.js';
import { readOgg } from './ogg.js';
import { oggCodec } from './ogg-codec.js';

/** Decodes Opus, Vorbis or FLAC in Ogg. */
export async function decodeOgg(name: string, bytes: Uint8Array): Promise<Recording> {
  const stream = readOgg(name, bytes);
  const first = stream.packets[0]!;
  switch (oggCodec(first)) {
    case 'opus':
      return (await import('./opus.js')).decodeOpus(name, stream);
    case 'vorbis':
      return (await import('./vorbis.js')).decodeVorbis(name, bytes);
    case 'flac': {
      // After 9 bytes of its own, the mapping holds a native FLAC stream, packet by packet.
      const native = await new Blob([first.slice(9), ...stream.packets.slice(1).map((p) => p.slice())]).arrayBuffer();
      return { ...decodeFlac(name, new Uint8Array(native)), container: 'ogg' };
    }
    case undefined:
      throw new SerError('UNSUPPORTED_AUDIO', `${name} is an Ogg file with a codec that is not decoded here`, {
        hint: 'Readable are Opus, Vorbis and FLAC in Ogg.',
      });
  }
}
