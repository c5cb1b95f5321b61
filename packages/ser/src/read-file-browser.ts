import { type Audio, decodeAudio } from '@ser/audio';
import { SerError } from '@ser/core';

/** Fetches and decodes the recording at a URL. */
export async function readFile(url: string): Promise<Audio> {
  const response = await fetch(url);
  if (!response.ok)
    throw new SerError('NOT_FOUND', `${url} cannot be fetched: ${response.status} ${response.statusText}`);
  return decodeAudio(new Uint8Array(await response.arrayBuffer()), { name: url });
}
