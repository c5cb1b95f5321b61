import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { invalidArgument, SerError } from '@ser/core';
import { lockFolder, writeFiles } from '@ser/core/node';
import { CORPORA, type CorpusName, isCorpusName } from '../catalog/catalog.js';
import { type DownloadSource, SOURCES } from '../catalog/sources.js';
import { isVerifiable } from '../verify/official-list.js';
import { type Verification, verifyCorpus } from '../verify/verify-corpus.js';
import { extractZip } from './extract-zip.js';
import { type FetchFileOptions, fetchFile } from './fetch-file.js';

/** The terms of use of a corpus. */
export interface LicenseTerms {
  readonly corpus: string;
  readonly license: string;
  readonly source: string;
}

/** Options of {@link downloadCorpus}. */
export interface DownloadCorpusOptions extends FetchFileOptions {
  /** Returns true to accept the terms; called once for each folder. */
  readonly accept: (terms: LicenseTerms) => boolean | Promise<boolean>;
  /** Another source, such as a mirror. */
  readonly from?: DownloadSource | undefined;
}

/** Name of the record of the accepted license in the folder of the corpus. */
const ACCEPTED = '.license-accepted.json';

/** Space that an extracted corpus needs next to its archive, as a multiple of its size. */
const GROWTH = 4;

/**
 * Downloads a corpus from its official source, extracts it, and compares it with the official files.
 *
 * @param name a corpus that may be downloaded without a form.
 * @param dir its folder, made if it does not exist.
 * @returns the comparison; undefined if the official files are not known.
 * @throws SerError `INVALID_ARGUMENT` for another corpus, `FILE_ACCESS` if another download into the folder is running,
 *   `ABORTED` if the license is not accepted; the reason of `signal`; the errors of the download and the extraction.
 * @example
 * await downloadCorpus('ravdess', 'data/ravdess', { accept: ({ license }) => confirm(license) });
 */
export async function downloadCorpus(
  name: string,
  dir: string,
  { accept, from, ...options }: DownloadCorpusOptions,
): Promise<Verification | undefined> {
  const source = isCorpusName(name) ? (from ?? SOURCES[name]) : undefined;
  if (!isCorpusName(name) || !source)
    throw invalidArgument('name', name, `a corpus that can be downloaded: ${Object.keys(SOURCES).join(', ')}`);
  const { license, source: citation, title } = CORPORA[name].card;
  const lock = await lockFolder(dir, { name: '.download.lock' });
  try {
    await agree(dir, { corpus: title, license, source: citation }, accept);
    return await downloadInto(dir, name, source, options);
  } finally {
    lock.release();
  }
}

/** Downloads and extracts an archive into a folder that this process has locked. */
async function downloadInto(
  dir: string,
  name: CorpusName,
  source: DownloadSource,
  options: FetchFileOptions,
): Promise<Verification | undefined> {
  const archive = join(dir, `.${name}.zip`);
  await fetchFile(source, archive, { spareBytes: GROWTH * (source.bytes ?? 0), ...options });
  const watch = { onProgress: options.onProgress, signal: options.signal };
  await extractZip(archive, dir, watch);
  await rm(archive);
  return isVerifiable(name) ? verifyCorpus(name, dir, watch) : undefined;
}

async function agree(dir: string, terms: LicenseTerms, accept: DownloadCorpusOptions['accept']): Promise<void> {
  try {
    const { license } = JSON.parse(await readFile(join(dir, ACCEPTED), 'utf8')) as LicenseTerms;
    if (license === terms.license) return;
  } catch {
    // Not accepted yet, or the record cannot be read.
  }
  if (!(await accept(terms))) throw new SerError('ABORTED', `the license of ${terms.corpus} was not accepted`);
  const record = { ...terms, accepted: new Date().toISOString() };
  await writeFiles(dir, { [ACCEPTED]: `${JSON.stringify(record, null, 2)}\n` });
}
