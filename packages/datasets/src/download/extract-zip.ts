import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type ProgressListener, SerError, startProgress, throwIfAborted } from '@ser/core';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** Options of {@link extractZip}. */
export interface ExtractZipOptions {
  /** Largest total size of the extracted files, in bytes; 8 GiB by default. */
  readonly maxBytes?: number | undefined;
  /** Largest number of entries; 100 000 by default. */
  readonly maxEntries?: number | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Largest ratio of extracted to compressed size: deflate hardly shrinks sound, so a larger one is an attack. */
const MAX_RATIO = 100;
/** Size in bytes up to which the ratio is not checked: text files compress more. */
const FREE_BYTES = 1 << 20;

/**
 * Extracts a zip archive. Nothing is written outside the folder, and no link is made or followed out of it. Sizes and
 * checksums must match those in the archive, and sizes are limited. Each file appears when it is complete.
 *
 * @param file the archive.
 * @param dir the folder, made if it does not exist.
 * @returns paths of the files, relative to the folder.
 * @throws SerError `INVALID_CORPUS` for an archive that is damaged or hostile; nothing is written if its list of files
 *   shows that already. `FILE_ACCESS` if the folder cannot be written; the reason of `signal`.
 */
export async function extractZip(file: string, dir: string, options: ExtractZipOptions = {}): Promise<string[]> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch((error) => {
    throw refusal(file, error);
  });
  try {
    const entries = await listEntries(zip, file, options);
    await mkdir(dir, { recursive: true });
    const root = await realpath(dir);
    const progress = startProgress('extract', entries.length, options.onProgress);
    for (const entry of entries) {
      throwIfAborted(options.signal, 'the extraction was stopped');
      await extractEntry(zip, entry, root);
      progress.advance();
    }
    return entries.map(({ fileName }) => fileName);
  } catch (error) {
    throw refusal(file, error);
  } finally {
    zip.close();
  }
}

/** Returns the files of an archive, checked by its directory. */
async function listEntries(
  zip: ZipFile,
  file: string,
  { maxBytes = 2 ** 33, maxEntries = 100_000 }: ExtractZipOptions,
): Promise<Entry[]> {
  if (zip.entryCount > maxEntries) throw hostile(`holds ${zip.entryCount} entries; at most ${maxEntries} are read`);
  const { size } = await stat(file);
  const files = new Map<string, Entry>();
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    const problem = nameProblem(fileName);
    if (problem !== undefined) throw hostile(`names a file ${JSON.stringify(fileName.slice(0, 80))}, ${problem}`);
    // The upper half of the attributes is the Unix mode.
    const type = (entry.externalFileAttributes >>> 16) & 0o170000;
    if (type !== 0 && type !== 0o100000 && type !== 0o040000) throw hostile(`holds ${fileName}, a link or device`);
    if (fileName.endsWith('/')) continue;
    if (entry.isEncrypted()) throw hostile(`holds ${fileName}, which is encrypted`);
    const folded = fileName.toLowerCase();
    if (files.has(folded)) throw hostile(`holds ${fileName} twice`);
    files.set(folded, entry);
    bytes += entry.uncompressedSize;
    if (bytes > maxBytes) throw hostile(`claims more than ${maxBytes} bytes`);
  }
  if (bytes > FREE_BYTES + MAX_RATIO * size)
    throw hostile(`claims ${bytes} bytes in ${size}, more than recordings can have`);
  return [...files.values()];
}

/** Returns the reason why a name must not become a path, on any system; undefined for a safe name. */
function nameProblem(name: string): string | undefined {
  if (name === '' || name.length > 1000) return 'which is not a file name';
  if (/^[/\\]|^[a-z]:/i.test(name)) return 'an absolute path';
  if (name.includes('\\')) return 'with a backslash';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\u0000-\u001f]/.test(name)) return 'with a control character';
  if (name.split('/').some((part) => part === '..' || part === '.')) return 'which leaves the folder';
  return undefined;
}

async function extractEntry(zip: ZipFile, entry: Entry, root: string): Promise<void> {
  const { fileName } = entry;
  const target = join(root, fileName);
  await mkdir(dirname(target), { recursive: true });
  // A link that was in the folder before must not lead out of it.
  const parent = await realpath(dirname(target));
  if (parent !== root && !parent.startsWith(root + sep))
    throw hostile(`names ${fileName}, which a link moves out of the folder`);
  const before = await lstat(target).catch(() => undefined);
  if (before && !before.isFile()) throw hostile(`names ${fileName}, which exists and is not a file`);
  const part = `${target}.${randomUUID()}.part`;
  try {
    let checksum = 0;
    const check = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        checksum = crc32(chunk, checksum);
        done(null, chunk);
      },
    });
    // The stream ends with an error if its size differs from that in the directory.
    await pipeline(await zip.openReadStreamPromise(entry), check, createWriteStream(part, { flags: 'wx' }));
    if (checksum !== entry.crc32) throw hostile(`holds ${fileName} damaged: its checksum differs`);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

const hostile = (what: string): SerError => new SerError('INVALID_CORPUS', what);

/** Returns an error with the name of the archive. */
function refusal(file: string, error: unknown): SerError {
  const { message, code } = error as NodeJS.ErrnoException;
  if (error instanceof SerError && (error.code !== 'INVALID_CORPUS' || message.startsWith(file))) return error;
  if (!(error instanceof SerError)) {
    if (code === 'ENOENT') return new SerError('NOT_FOUND', `no such file: ${file}`, { cause: error });
    if (code?.startsWith('E') && !code.startsWith('ERR_'))
      return new SerError('FILE_ACCESS', `cannot extract ${file}: ${message}`, { cause: error });
    return new SerError('INVALID_CORPUS', `${file} is not an intact zip archive: ${message}`, { cause: error });
  }
  return new SerError('INVALID_CORPUS', `${file} ${message}`, {
    cause: error,
    hint: 'Delete it and download it again, from its official source.',
  });
}
