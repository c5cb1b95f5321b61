import type { Recording } from '../audio.js';
import { noSamples } from '../audio.js';
import { checkedBlocks } from './checked-blocks.js';
import { type AudioSource, type Opened, openInput } from './input.js';
import { checkOptions, DEFAULT_MAX_BYTES, DEFAULT_MAX_SECONDS, type DecodeRecordingOptions } from './options.js';
import { ByteBudget, SampleCollector } from './sample-collector.js';

/** Decodes an opened recording as a whole. */
export async function collectRecording(opened: Opened, options: DecodeRecordingOptions): Promise<Recording> {
  const { maxSeconds = DEFAULT_MAX_SECONDS, maxBytes = DEFAULT_MAX_BYTES, signal } = options;
  const { recording, report } = opened;
  const { codec, container, sampleRate, bitDepth, channels: count, frames } = recording.info;
  const budget = new ByteBudget(report.name, maxBytes);
  const expected = frames && 4 * frames * count <= maxBytes ? frames : 0;
  const collectors = Array.from({ length: count }, () => new SampleCollector(budget, expected));
  for await (const block of checkedBlocks(opened, maxSeconds, signal))
    for (let c = 0; c < count; c++) collectors[c]!.push(block[c]!);
  const channels = collectors.map((collector) => collector.finish());
  if (!channels[0]?.length) throw noSamples(report.name);
  return { channels, sampleRate, codec, container, bitDepth, notes: report.notes };
}

/**
 * Decodes a recording with all its channels, at its own rate.
 *
 * The format is recognized by the bytes, not by a file name.
 *
 * @param source bytes, a `Blob`, a `Response`, a stream, or samples; see {@link AudioSource}.
 * @returns the channels, and `notes` about what was mended or left out.
 * @throws SerError INVALID_AUDIO if the bytes are empty, damaged, truncated or not audio, or if a sample is not finite;
 *   UNSUPPORTED_AUDIO for a format or codec that is not decoded here, or if a limit is passed; INVALID_ARGUMENT for
 *   another source or an option out of range.
 *
 * @example
 * const { channels, sampleRate, codec } = await decodeRecording(await readFile('interview.wav'));
 * // channels.length 2, sampleRate 44100, codec 'pcm_s16le'
 */
export async function decodeRecording(source: AudioSource, options: DecodeRecordingOptions = {}): Promise<Recording> {
  checkOptions(options);
  return collectRecording(await openInput(source, options, true), options);
}
