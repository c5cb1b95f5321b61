import {
  type AudioBlock,
  type AudioBlocksOptions,
  type DecodeAudioOptions,
  type DecodedAudio,
  decodeAudio,
  decodeAudioBlocks,
} from '@ser/audio';
import { type TimeLimit, withinSeconds } from '@ser/core';

/** Fetches and decodes the recording at a URL. */
export const readFile = (
  url: string,
  { mono, ...limit }: TimeLimit & Pick<DecodeAudioOptions, 'mono'>,
): Promise<DecodedAudio> =>
  withinSeconds(`fetching ${url}`, limit, async (signal) =>
    decodeAudio(await fetch(url, { signal }), { name: url, mono, signal }),
  );

/** Fetches the recording at a URL and decodes it block by block. */
export async function* readFileBlocks(
  url: string,
  options: Pick<AudioBlocksOptions, 'mono' | 'maxSeconds' | 'signal'>,
): AsyncGenerator<AudioBlock, void, undefined> {
  const { signal } = options;
  const response = await withinSeconds(`fetching ${url}`, { signal }, () => fetch(url, { signal: signal ?? null }));
  yield* decodeAudioBlocks(response, { name: url, ...options });
}
