import {
  type AudioBlock,
  type AudioBlocksOptions,
  type DecodedAudio,
  decodeAudio,
  decodeAudioBlocks,
} from '@ser/audio';

/** Fetches and decodes the recording at a URL. */
export const readFile = async (url: string): Promise<DecodedAudio> => decodeAudio(await fetch(url), { name: url });

/** Fetches the recording at a URL and decodes it block by block. */
export async function* readFileBlocks(
  url: string,
  { signal }: Pick<AudioBlocksOptions, 'signal'>,
): AsyncGenerator<AudioBlock, void, undefined> {
  yield* decodeAudioBlocks(await fetch(url, { signal: signal ?? null }), { name: url, signal });
}
