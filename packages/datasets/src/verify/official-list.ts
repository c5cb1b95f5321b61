import { SerError } from '@ser/core';

/** A list of official files as it is stored; see `scripts/official-digests.mjs`. */
interface StoredList {
  readonly keys: string;
  readonly digests: string;
}

/** Bytes that are kept of each SHA-256: enough that no two files of a corpus agree by chance. */
const PREFIX_BYTES = 8;

/** A corpus whose official files are known by their SHA-256. */
export type VerifiableCorpus = 'emodb' | 'ravdess' | 'tess';

const LISTS: Readonly<Record<VerifiableCorpus, () => Promise<{ default: StoredList }>>> = {
  emodb: () => import('./official/emodb.json', { with: { type: 'json' } }),
  ravdess: () => import('./official/ravdess.json', { with: { type: 'json' } }),
  tess: () => import('./official/tess.json', { with: { type: 'json' } }),
};

/** Names of the corpora that `officialDigests` knows. */
export const VERIFIABLE_CORPORA: readonly VerifiableCorpus[] = Object.keys(LISTS) as VerifiableCorpus[];

/** Returns true if the official files of a corpus are known. */
export const isVerifiable = (name: unknown): name is VerifiableCorpus =>
  typeof name === 'string' && Object.hasOwn(LISTS, name);

/** The first 8 bytes, in hexadecimal digits, of the SHA-256 of each official file, by the name of its clip. */
export async function officialDigests(corpus: VerifiableCorpus): Promise<Map<string, string>> {
  const { keys, digests } = (await LISTS[corpus]()).default;
  const bytes = Buffer.from(digests, 'base64');
  const known = new Map<string, string>();
  let before = '';
  for (const [i, coded] of keys.split(' ').entries()) {
    const key = before.slice(0, Number.parseInt(coded[0] ?? '0', 36)) + coded.slice(1);
    known.set(key, bytes.toString('hex', i * PREFIX_BYTES, (i + 1) * PREFIX_BYTES));
    before = key;
  }
  if (bytes.length !== known.size * PREFIX_BYTES)
    throw new SerError('INVALID_CORPUS', `the list of official files of ${corpus} is damaged`);
  return known;
}

/** The part of a SHA-256, in hexadecimal digits, that `officialDigests` holds. */
export const digestPrefix = (sha256: string): string => sha256.slice(0, 2 * PREFIX_BYTES);
