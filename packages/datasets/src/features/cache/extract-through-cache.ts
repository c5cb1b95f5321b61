import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '@ser/core';
import { makeFolder } from '@ser/core/node';
import { createFrontEnd } from '@ser/dsp';
import { digestFile } from '../../readers/files/digest-files.js';
import type { Extraction } from '../extraction.js';
import { type ExtractFilesOptions, extractAll } from '../files/extract-files.js';
import type { FileCuts } from '../plan.js';
import { cacheKey, extractionDigest } from './cache-key.js';
import { cacheError, openFeatureWriter, readFeatureFile } from './feature-file.js';

/** Number of files that are hashed before the event loop gets a turn. */
const IN_TURN = 16;

/** Files that are not in the cache, or not with all their cuts, and where these come from. */
interface Rest {
  readonly file: FileCuts;
  readonly index: number;
  /** The numbers of its cuts in the whole file. */
  readonly cuts: readonly number[];
}

/** Takes cuts from the cache if they are there, and extracts and stores the others. */
export async function extractThroughCache(
  files: readonly FileCuts[],
  extraction: Extraction,
  { name, cache, onOutcome, ...options }: ExtractFilesOptions & { readonly cache: string },
): Promise<void> {
  const made = await extractionDigest(extraction);
  const path = join(cache, `${fileName(name)}-${Buffer.from(made.subarray(0, 8)).toString('hex')}.features`);
  await makeFolder(cache).catch((error) => {
    throw cacheError('write', path, error);
  });
  const digests = new Map<string, string>();
  const addDigests = async (paths: Iterable<string>): Promise<void> => {
    for (const file of paths) {
      if (digests.has(file)) continue;
      throwIfAborted(options.signal, options.stopped);
      // A file that cannot be read is a fault of its cuts, for those who extract them.
      digests.set(file, await digestFile(file).catch(() => ''));
      if (digests.size % IN_TURN === 0) await setImmediate();
    }
  };
  await addDigests(files.flatMap(({ cuts }) => cuts.flatMap(({ voices }) => voices.map((voice) => voice.path))));
  let rest: readonly Rest[] = files.map((file, index) => ({ file, index, cuts: [...file.cuts.keys()] }));
  // If there is nothing to find, the files need not be hashed before the features are extracted.
  if (await holdsBytes(path)) {
    await addDigests(files.map((file) => file.path));
    const keys = files.map((file) =>
      file.cuts.map((cut) => Buffer.from(cacheKey(made, extraction, digests, file, cut)).toString('hex')),
    );
    const { coeffs } = createFrontEnd(extraction.frontEnd);
    const { features } = await readFeatureFile(path, coeffs, new Set(keys.flat()));
    rest = rest.flatMap(({ file, index, cuts }) => {
      const missing = cuts.filter((cut) => {
        const found = features.get(keys[index]![cut]!);
        if (found) onOutcome(index, cut, found);
        return !found;
      });
      return missing.length === 0
        ? []
        : [{ file: { ...file, cuts: missing.map((cut) => file.cuts[cut]!) }, index, cuts: missing }];
    });
  }
  if (rest.length === 0) return;
  const writer = await openFeatureWriter(path);
  try {
    let failed: unknown;
    await extractAll(
      rest.map(({ file }) => file),
      extraction,
      {
        ...options,
        onFile: (place, { digest, outcomes }) => {
          if (failed) throw failed;
          const { file, index, cuts } = rest[place]!;
          if (digest !== undefined) digests.set(file.path, digest);
          for (const [i, outcome] of outcomes.entries()) {
            if ('data' in outcome)
              writer.append(cacheKey(made, extraction, digests, file, file.cuts[i]!), outcome).catch((error) => {
                failed ??= error;
              });
            onOutcome(index, cuts[i]!, outcome);
          }
        },
      },
    );
    await writer.flush();
    if (failed) throw failed;
  } finally {
    await writer.close();
  }
}

/** Returns true if a file is not empty. */
async function holdsBytes(path: string): Promise<boolean> {
  try {
    const status = await stat(path);
    if (!status.isFile()) throw new Error('it is no regular file');
    return status.size > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cacheError('read', path, error);
  }
}

/** Part of the name of a file for a corpus: letters and digits of any script, and the `+` of combined corpora. */
const fileName = (name: string): string => name.replace(/[^\p{L}\p{M}\p{N}+._-]/gu, '_').slice(0, 60);
