import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Progress } from '@ser/core';
import { createFrontEnd, type FeatureMatrix } from '@ser/dsp';
import { digestFile } from '../readers/files/digest-files.js';
import type { Extraction } from './extraction.js';
import { extractionDigest } from './extraction-digest.js';
import { extractFiles } from './extraction-pool.js';
import { cacheError, openFeatureWriter, readFeatureFile } from './feature-file.js';
import type { Cut, FileCuts } from './file-cuts.js';

/** Options of {@link extractThroughCache}. */
export interface CachedExtractionOptions {
  /** Name of the corpus, for the file of the cache. */
  readonly name: string;
  readonly cache?: string | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Advanced by one a cut. */
  readonly progress: Progress;
}

/** How many files are hashed before others may have the thread. */
const IN_TURN = 16;

/** Digests of files by path. */
type Digests = Map<string, Uint8Array>;

/** The features of cuts: from the cache as far as they are there, extracted and kept otherwise. */
export async function extractThroughCache(
  files: readonly FileCuts[],
  extraction: Extraction,
  { name, cache, threads, signal, progress }: CachedExtractionOptions,
): Promise<Map<Cut, FeatureMatrix>> {
  const features = new Map<Cut, FeatureMatrix>();
  const extract = (rest: readonly FileCuts[], keep?: (file: FileCuts, digest: Uint8Array) => void) =>
    extractFiles(rest, extraction, {
      ...(threads === undefined ? {} : { threads }),
      ...(signal ? { signal } : {}),
      onFile(file, { digest, features: found }) {
        for (const [i, cut] of file.cuts.entries()) features.set(cut, found[i]!);
        keep?.(file, digest);
        progress.advance({ units: file.cuts.length });
      },
    });
  if (cache === undefined) {
    await extract(files);
    return features;
  }
  const made = extractionDigest(extraction);
  const path = join(cache, `${fileName(name)}-${Buffer.from(made.subarray(0, 8)).toString('hex')}.features`);
  await mkdir(cache, { recursive: true }).catch((error) => {
    throw cacheError('write', path, error);
  });
  const digests: Digests = new Map();
  await addDigests(digests, voicePaths(files));
  const keyOf = (file: FileCuts, cut: Cut): Uint8Array => recordKey(made, extraction, digests, file, cut);
  let rest: readonly FileCuts[] = files;
  // Without anything to find, the files need not be hashed before the features are extracted.
  if (await holdsBytes(path)) {
    await addDigests(
      digests,
      files.map((file) => file.path),
    );
    rest = await recall(path, createFrontEnd(extraction.frontEnd).coeffs, files, keyOf, features, progress);
  }
  if (rest.length === 0) return features;
  const writer = await openFeatureWriter(path);
  try {
    let failed: unknown;
    await extract(rest, (file, digest) => {
      if (failed) throw failed;
      digests.set(file.path, digest);
      for (const cut of file.cuts)
        writer.append(keyOf(file, cut), features.get(cut)!).catch((error) => {
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

/** Takes what the cache has; returns the files with cuts that it has not. */
async function recall(
  path: string,
  coeffs: number,
  files: readonly FileCuts[],
  keyOf: (file: FileCuts, cut: Cut) => Uint8Array,
  features: Map<Cut, FeatureMatrix>,
  progress: Progress,
): Promise<FileCuts[]> {
  const keys = files.map((file) => file.cuts.map((cut) => Buffer.from(keyOf(file, cut)).toString('hex')));
  const { features: cached } = await readFeatureFile(path, coeffs, new Set(keys.flat()));
  const rest: FileCuts[] = [];
  for (const [f, file] of files.entries()) {
    const missing = file.cuts.filter((cut, c) => {
      const found = cached.get(keys[f]![c]!);
      if (found) features.set(cut, found);
      return !found;
    });
    if (missing.length > 0) rest.push({ ...file, cuts: missing });
    if (missing.length < file.cuts.length) progress.advance({ units: file.cuts.length - missing.length });
  }
  return rest;
}

/** SHA-256 of all that the features of a cut follow from. */
function recordKey(
  made: Uint8Array,
  { augmentation }: Extraction,
  digests: Digests,
  { path, mono }: FileCuts,
  { id, start, end, copy, voices = [] }: Cut,
): Uint8Array {
  const place = [mono, start ?? null, end ?? null];
  const heard = voices.map((voice) => [
    Buffer.from(digests.get(voice.path)!).toString('hex'),
    voice.mono,
    voice.start ?? null,
    voice.end ?? null,
  ]);
  return createHash('sha256')
    .update(made)
    .update(digests.get(path)!)
    .update(JSON.stringify(copy === undefined ? place : [...place, id, copy, augmentation?.seed, heard]))
    .digest();
}

const voicePaths = (files: readonly FileCuts[]): string[] =>
  files.flatMap(({ cuts }) => cuts.flatMap(({ voices = [] }) => voices.map(({ path }) => path)));

async function addDigests(digests: Digests, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (digests.has(path)) continue;
    digests.set(path, Buffer.from(await digestFile(path), 'hex'));
    if (digests.size % IN_TURN === 0) await setImmediate();
  }
}

/** Whether there is anything in a file; one that cannot be looked at is left to those who read it. */
async function holdsBytes(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Names of combined corpora hold `+`, which is kept; all else that a file name might not bear is not. */
const fileName = (name: string): string => name.replace(/[^\w+.-]/g, '_').slice(0, 100);
