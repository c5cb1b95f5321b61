import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { MonoMix } from '@ser/audio';
import { invalidArgument, type Progress, type ProgressListener, SerError, startProgress } from '@ser/core';
import { createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import type { Corpus, SoundFile, Utterance } from '../corpus.js';
import { digestFile } from '../folder/digest-files.js';
import { type Cut, type FileCuts, inSharedMemory, withId } from './extract-cuts.js';
import { extractFiles } from './extraction-pool.js';
import { cacheError, openFeatureWriter, readFeatureFile } from './feature-file.js';
import { frontEndDigest } from './front-end-digest.js';

/** Options of {@link loadFeatures}. */
export interface LoadFeaturesOptions {
  /** Folder of the cache, made if need be; nothing is kept by default. */
  readonly cache?: string;
  /** Ids of the utterances; all of the corpus by default. */
  readonly ids?: readonly string[];
  /** Most threads; all cores by default. The features do not depend on it. */
  readonly threads?: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** How many files are hashed at the same time. */
const AT_ONCE = 8;

/**
 * The features of the utterances of a corpus, by id, for `features` of `crossValidate` and `trainModel`: from the cache
 * as far as they are there, and extracted by all cores otherwise. They lie in shared memory.
 *
 * The cache holds one file a corpus and front end. Features are found in it by the content of the sound file, the cut
 * and the front end, so that a changed recording, another option or another version of the extraction is never answered
 * with old features. What is extracted is kept at once: after a crash only the rest is left to do. Several processes
 * may use one cache at the same time.
 *
 * A corpus that is not made of files (the synthetic one, or one with a `read` of its own) is extracted in this thread,
 * without the cache.
 *
 * @throws SerError of the utterance that cannot be read or has no features, with its id; `INVALID_ARGUMENT` for a front
 * end that normalises; `FILE_ACCESS` if the cache cannot be read or written; `ABORTED` through `signal`.
 * @example
 * const features = await loadFeatures(corpus, DEFAULT_FRONT_END, { cache: '.ser-cache' });
 */
export async function loadFeatures(
  corpus: Corpus,
  frontEnd: FrontEndConfig,
  options: LoadFeaturesOptions = {},
): Promise<Map<string, FeatureMatrix>> {
  const { ids, threads, onProgress } = options;
  if (frontEnd.normalisation)
    throw new SerError(
      'INVALID_ARGUMENT',
      'the front end already normalises; statistics must come from training parts',
    );
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1))
    throw invalidArgument('threads', threads, 'a positive integer');
  const utterances = ids ? utterancesOf(corpus, ids) : corpus.utterances;
  const progress = startProgress('features', utterances.length, onProgress);
  const features = corpus.locate
    ? await fromFiles(corpus, utterances, frontEnd, progress, options)
    : await fromMemory(corpus, utterances, frontEnd, progress, options.signal);
  // In the order of the utterances, whichever came first.
  return new Map(utterances.map(({ id }) => [id, features.get(id)!]));
}

async function fromMemory(
  corpus: Corpus,
  utterances: readonly Utterance[],
  config: FrontEndConfig,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Map<string, FeatureMatrix>> {
  const frontEnd = createFrontEnd(config);
  const features = new Map<string, FeatureMatrix>();
  for (const utterance of utterances) {
    // Lets timers and signals through: reading may be nothing but computation.
    await setImmediate();
    if (signal?.aborted) throw new SerError('ABORTED', 'feature extraction was stopped');
    try {
      features.set(utterance.id, inSharedMemory(frontEnd.extract(await corpus.read(utterance))));
    } catch (error) {
      throw withId(utterance.id, error);
    }
    progress.advance();
  }
  return features;
}

async function fromFiles(
  corpus: Corpus,
  utterances: readonly Utterance[],
  config: FrontEndConfig,
  progress: Progress,
  { cache, threads, signal }: LoadFeaturesOptions,
): Promise<Map<string, FeatureMatrix>> {
  const files = cutsByFile(corpus, utterances);
  const features = new Map<string, FeatureMatrix>();
  const extract = (
    rest: readonly FileCuts[],
    keep?: (file: FileCuts, digest: Uint8Array, found: readonly FeatureMatrix[]) => void,
  ) =>
    extractFiles(rest, config, {
      ...(threads === undefined ? {} : { threads }),
      ...(signal ? { signal } : {}),
      onFile(file, { digest, features: found }) {
        for (const [i, { id }] of file.cuts.entries()) features.set(id, found[i]!);
        keep?.(file, digest, found);
        progress.advance({ units: file.cuts.length });
      },
    });
  if (cache === undefined) {
    await extract(files);
    return features;
  }
  const { coeffs } = createFrontEnd(config);
  const front = frontEndDigest(config);
  const path = join(cache, `${fileName(corpus.name)}-${Buffer.from(front.subarray(0, 8)).toString('hex')}.features`);
  await mkdir(cache, { recursive: true }).catch((error) => {
    throw cacheError('write', path, error);
  });
  const rest = await fromCache(path, coeffs, front, files, features, progress);
  if (rest.length === 0) return features;
  const writer = await openFeatureWriter(path);
  try {
    let failed: unknown;
    await extract(rest, (file, digest, found) => {
      if (failed) throw failed;
      for (const [i, cut] of file.cuts.entries())
        writer.append(keyOf(front, digest, file.mono, cut), found[i]!).catch((error) => {
          failed ??= error;
        });
    });
    await writer.flush();
    if (failed) throw failed;
  } finally {
    await writer.close();
  }
  return features;
}

/** Takes what the cache has; returns the files with utterances that it has not. */
async function fromCache(
  path: string,
  coeffs: number,
  front: Uint8Array,
  files: readonly FileCuts[],
  features: Map<string, FeatureMatrix>,
  progress: Progress,
): Promise<readonly FileCuts[]> {
  const { features: cached } = await readFeatureFile(path, coeffs);
  // Without anything to find, the files need not be hashed before the features are extracted.
  if (cached.size === 0) return files;
  const digests = await digestsOf(files.map(({ path: file }) => file));
  const rest: FileCuts[] = [];
  for (const [i, file] of files.entries()) {
    const missing = file.cuts.filter((cut) => {
      const key = Buffer.from(keyOf(front, digests[i]!, file.mono, cut)).toString('hex');
      const found = cached.get(key);
      if (found) features.set(cut.id, found);
      return !found;
    });
    if (missing.length > 0) rest.push({ ...file, cuts: missing });
    if (missing.length < file.cuts.length) progress.advance({ units: file.cuts.length - missing.length });
  }
  return rest;
}

/** SHA-256 of all that the features of an utterance follow from. */
function keyOf(front: Uint8Array, digest: Uint8Array, mono: MonoMix, { start, end }: Cut): Uint8Array {
  return createHash('sha256')
    .update(front)
    .update(digest)
    .update(JSON.stringify([mono, start ?? null, end ?? null]))
    .digest();
}

async function digestsOf(paths: readonly string[]): Promise<Uint8Array[]> {
  const digests = new Array<Uint8Array>(paths.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < paths.length) {
      const index = next++;
      digests[index] = Buffer.from(await digestFile(paths[index]!), 'hex');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return digests;
}

/** The utterances by the file that they lie in, in their order. */
function cutsByFile(corpus: Corpus, utterances: readonly Utterance[]): FileCuts[] {
  const files = new Map<string, SoundFile & { cuts: Cut[] }>();
  for (const utterance of utterances) {
    const { id, start, end } = utterance;
    const { path, mono } = corpus.locate!(utterance);
    const cut = { id, ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
    const file = files.get(path);
    if (file) file.cuts.push(cut);
    else files.set(path, { path, mono, cuts: [cut] });
  }
  return [...files.values()];
}

function utterancesOf(corpus: Corpus, ids: readonly string[]): Utterance[] {
  const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  return ids.map((id) => {
    const utterance = byId.get(id);
    if (!utterance) throw new SerError('INVALID_ARGUMENT', `corpus ${corpus.name} has no utterance ${id}`);
    return utterance;
  });
}

/** Names of combined corpora hold `+`, which is kept; all else that a file name might not bear is not. */
const fileName = (name: string): string => name.replace(/[^\w+.-]/g, '_').slice(0, 100);
