import {
  type AudioBlock,
  type AudioBlocksOptions,
  checkBlocksOptions,
  cutBlocks,
} from '../decode/decode-audio-blocks.js';
import { fileError, openFile } from './source-file.js';

/**
 * Reads an audio file of any length to one channel, block by block, in memory that does not grow with its length.
 *
 * An Ogg Vorbis file is held in memory as it is stored, all other formats are read as they are needed.
 *
 * @param options as those of `decodeAudioBlocks`; `name` is the path by default.
 * @throws SerError INVALID_ARGUMENT if an option is out of range; NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or
 *   UNSUPPORTED_AUDIO, naming the path, when the first block is asked for or where the fault lies.
 *
 * @example
 * for await (const { samples, start } of readAudioBlocks('lecture.mp3', { sampleRate: 16000, blockFrames: 160_000 }))
 *   console.log(start / 16000, samples.length); // 0 160000, 10 160000, …
 */
export async function* readAudioBlocks(
  path: string,
  options: AudioBlocksOptions = {},
): AsyncGenerator<AudioBlock, void, undefined> {
  checkBlocksOptions(options);
  const file = await openFile(path, options, false);
  try {
    yield* cutBlocks(file, options);
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await file.close();
  }
}
