import { pause, SerError, throwIfAborted } from '@ser/core';
import { invalidAudio } from '../audio.js';
import { type Block, ForeignAudio, type Report } from '../formats/format.js';
import { unsupportedFormat } from '../formats/open.js';
import type { Opened } from './input.js';

/** Samples beyond this magnitude are no sound that was recorded so. */
const BEYOND = 4;

/** Samples over all channels between two pauses in which other work gets its turn. */
const TURN = 2 ** 21;

/** Returns the largest magnitude in a block, and refuses samples that are not finite. */
function blockPeak(block: Block, { name }: Report, start: number, sampleRate: number): number {
  let peak = 0;
  for (let c = 0; c < block.length; c++) {
    const samples = block[c]!;
    for (let i = 0; i < samples.length; i++) {
      const magnitude = Math.abs(samples[i]!);
      if (magnitude <= peak) continue;
      if (!(magnitude < Number.POSITIVE_INFINITY)) {
        const at = `at sample ${start + i} (${((start + i) / sampleRate).toFixed(3)} s) of channel ${c}`;
        throw invalidAudio(name, `holds ${samples[i]} ${at}; samples must be finite`);
      }
      peak = magnitude;
    }
  }
  return peak;
}

/** Returns an error for a recording that is longer than the caller allows. */
function tooLong(name: string, seconds: string, maxSeconds: number): SerError {
  return new SerError('UNSUPPORTED_AUDIO', `${name} lasts ${seconds}; at most ${maxSeconds} s are decoded`, {
    hint: 'Raise maxSeconds (--max-seconds), or read it in blocks with decodeAudioBlocks, or readAudioBlocks from @ser/audio/node.',
  });
}

/** Decodes; a format that turns up in the middle of a recording and is not decoded here is refused by name. */
async function* typedErrors({ recording, report }: Opened): AsyncGenerator<Block, void, undefined> {
  try {
    yield* recording.blocks();
  } catch (error) {
    throw error instanceof ForeignAudio ? unsupportedFormat(report.name, error) : error;
  }
}

/**
 * Decodes a recording block by block, and refuses what is no signal: too long, not finite.
 *
 * Samples far beyond full scale are noted.
 */
export async function* checkedBlocks(
  opened: Opened,
  maxSeconds: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Block, void, undefined> {
  const { recording, report } = opened;
  const { sampleRate, duration, channels } = recording.info;
  const { name } = report;
  if (recording.exact && duration !== undefined && duration > maxSeconds)
    throw tooLong(name, `${duration.toFixed(2)} s`, maxSeconds);
  let frames = 0;
  let peak = 0;
  let turn = 0;
  for await (const block of typedErrors(opened)) {
    throwIfAborted(signal, `decoding of ${name} was stopped`);
    const length = block[0]!.length;
    peak = Math.max(peak, blockPeak(block, report, frames, sampleRate));
    frames += length;
    if (frames > maxSeconds * sampleRate) throw tooLong(name, `more than ${maxSeconds} s`, maxSeconds);
    yield block;
    turn += length * channels;
    if (turn < TURN) continue;
    turn = 0;
    await pause();
  }
  if (peak > BEYOND) report.note(`has samples of up to ${peak.toPrecision(3)}, where full scale is 1`);
}
