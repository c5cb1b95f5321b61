import { throwIfAborted } from '@ser/core';
import { invalidAudio, noSamples } from '../audio.js';
import type { ByteSource } from '../bytes/byte-source.js';
import type { Block, ForeignAudio, OpenRecording, Report } from '../formats/format.js';
import { unsupportedFormat } from '../formats/open.js';
import {
  checkInputBytes,
  DEFAULT_MAX_BYTES,
  type InputOptions,
  type OtherAudio,
  type OtherDecoder,
  type PlatformBuffer,
  type PlatformDecoder,
} from './options.js';

/** The rate in Hz of the context that is made where none is given. */
const CONTEXT_RATE = 48_000;

/** Returns the channels of an `AudioBuffer` as a recording; their samples are copied. */
export function openBuffer(buffer: PlatformBuffer, container: string): OpenRecording {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c).slice());
  return openChannels(channels, buffer.sampleRate, container);
}

/** Returns decoded channels as a recording. */
export function openChannels(channels: Block, sampleRate: number, container: string): OpenRecording {
  const frames = channels[0]?.length ?? 0;
  return {
    info: { container, codec: 'pcm_f32', channels: channels.length, sampleRate, frames, duration: frames / sampleRate },
    exact: true,
    async *blocks() {
      yield channels;
    },
  };
}

function browserContext(): PlatformDecoder | undefined {
  return typeof OfflineAudioContext === 'undefined' ? undefined : new OfflineAudioContext(1, 1, CONTEXT_RATE);
}

/** The specifier is a variable so that no bundler looks for a package that is optional. */
const AUDIO_DECODE = 'audio-decode';

async function installedDecoder(): Promise<OtherDecoder | undefined> {
  try {
    const module: { default?: OtherDecoder } = await import(/* @vite-ignore */ /* webpackIgnore: true */ AUDIO_DECODE);
    return module.default;
  } catch {
    return undefined;
  }
}

async function byPlatform(context: PlatformDecoder, bytes: Uint8Array): Promise<OpenRecording> {
  // decodeAudioData takes its argument away, so it gets a copy.
  return openBuffer(await context.decodeAudioData(new Uint8Array(bytes).buffer), 'platform');
}

/** Decodes a format that this package does not: by the given decoder, the browser, or `audio-decode`. */
export async function openForeign(
  source: ByteSource,
  report: Report,
  foreign: ForeignAudio,
  options: InputOptions,
): Promise<OpenRecording> {
  const { name } = report;
  const { decodeOther, signal, maxBytes = DEFAULT_MAX_BYTES } = options;
  checkInputBytes(name, source.size, maxBytes);
  const bytes = await source.read(0, source.size);
  let cause: unknown;
  const context = decodeOther ? undefined : (options.context ?? browserContext());
  if (context) {
    try {
      return nonEmpty(name, await byPlatform(context, bytes));
    } catch (error) {
      cause = error;
    }
  }
  const decode = decodeOther ?? (await installedDecoder());
  if (!decode) throw unsupportedFormat(name, foreign, cause);
  throwIfAborted(signal, 'decoding was stopped');
  let audio: OtherAudio;
  try {
    audio = await decode(bytes);
  } catch (error) {
    const by = decodeOther ? 'decodeOther' : AUDIO_DECODE;
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidAudio(name, `is ${foreign.format}, which ${by} cannot decode: ${reason}`, { cause: error });
  }
  report.note(`is ${foreign.format}; ${decodeOther ? 'decodeOther' : AUDIO_DECODE} decoded it`);
  return nonEmpty(name, openChannels([...audio.channelData], audio.sampleRate, 'other'));
}

function nonEmpty(name: string, recording: OpenRecording): OpenRecording {
  if (!recording.info.frames) throw noSamples(name);
  return recording;
}
