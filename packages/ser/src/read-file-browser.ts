import { type DecodedAudio, decodeAudio } from '@ser/audio';

/** Fetches and decodes the recording at a URL. */
export const readFile = async (url: string): Promise<DecodedAudio> => decodeAudio(await fetch(url), { name: url });
