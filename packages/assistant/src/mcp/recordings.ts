import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { invalidArgument, SerError } from '@ser/core';
import { readError } from '@ser/core/node';
import type { AssistantRecording, McpSettings } from './contract.js';

/** How a caller names a recording. */
export interface NamedRecording {
  readonly path?: string | undefined;
  readonly base64?: string | undefined;
}

const isInside = (folder: string, path: string): boolean => {
  const rest = relative(folder, path);
  return rest !== '' && rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest);
};

/** The recordings that a caller may name: files in some folders, and base64 up to a size. */
export class Recordings {
  readonly #settings: McpSettings;
  /** The folders, as they were given and with their links followed. */
  readonly #roots: readonly string[];
  readonly #realRoots: readonly string[];

  private constructor(settings: McpSettings, roots: readonly string[], realRoots: readonly string[]) {
    this.#settings = settings;
    this.#roots = roots;
    this.#realRoots = realRoots;
  }

  /** @throws SerError `NOT_FOUND` or `FILE_ACCESS` for a root that is no folder. */
  static async open(settings: McpSettings): Promise<Recordings> {
    const roots = settings.roots.map((root) => resolve(root));
    const realRoots: string[] = [];
    for (const root of roots) {
      try {
        realRoots.push(await realpath(root));
      } catch (error) {
        throw readError(error, 'folder', root);
      }
      if (!(await stat(realRoots.at(-1)!)).isDirectory())
        throw new SerError('FILE_ACCESS', `${root} is not a folder`, { hint: 'A root is a folder with recordings.' });
    }
    return new Recordings(settings, roots, realRoots);
  }

  /**
   * Returns the path or the bytes of a recording.
   *
   * @param name the argument, for messages, e.g. `clips.0`; nothing for the arguments themselves.
   * @throws SerError `INVALID_ARGUMENT` for a path outside of the roots or base64 that is none, `NOT_FOUND` and
   *   `FILE_ACCESS` for a file, `UNSUPPORTED_AUDIO` for one that is too large.
   */
  async find({ path, base64 }: NamedRecording, name = ''): Promise<AssistantRecording> {
    const argument = (field: string): string => [name, field].filter(Boolean).join('.');
    if ((path === undefined) === (base64 === undefined))
      throw new SerError(
        'INVALID_ARGUMENT',
        `${name || 'a recording'} needs either path or base64, got ${path === undefined ? 'none' : 'both'}`,
        { hint: 'Give path for a file in an allowed folder, or base64 for the bytes of a file.' },
      );
    return path === undefined ? this.#decode(base64!, argument('base64')) : this.#file(path, argument('path'));
  }

  #decode(base64: string, argument: string): Uint8Array<ArrayBuffer> {
    const { maxBytes } = this.#settings;
    const digits = base64.replace(/^data:[^,]{0,100};base64,/, '');
    if (digits.length > 4 * Math.ceil(maxBytes / 3))
      throw new SerError('UNSUPPORTED_AUDIO', `${argument} holds more than ${maxBytes} bytes`, {
        hint: 'Put the file into an allowed folder and give its path.',
      });
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(digits) || digits.length % 4 !== 0)
      throw invalidArgument(argument, base64, 'the bytes of an audio file in base64, without line breaks');
    return new Uint8Array(Buffer.from(digits, 'base64'));
  }

  async #file(path: string, argument: string): Promise<string> {
    const outside = (): SerError =>
      invalidArgument(
        argument,
        path,
        'a file in an allowed folder',
        this.#roots.length > 0
          ? `Allowed: ${this.#roots.join(', ')}. Links that lead out are refused.`
          : 'No folder is allowed: start ser mcp with --root <folder>, or send base64.',
      );
    if (path.includes('\0') || path.split(/[\\/]/).includes('..')) throw outside();
    const places = isAbsolute(path) ? [path] : this.#roots.map((root) => resolve(root, path));
    const allowed = places.filter((place) =>
      [...this.#roots, ...this.#realRoots].some((root) => isInside(root, place)),
    );
    if (allowed.length === 0) throw outside();
    let missing: unknown;
    for (const place of allowed) {
      try {
        const real = await realpath(place);
        if (!this.#realRoots.some((root) => isInside(root, real))) throw outside();
        await this.#requireFile(real, path);
        return real;
      } catch (error) {
        const failure = readError(error, 'file', path);
        if (failure.code !== 'NOT_FOUND') throw failure;
        missing ??= failure;
      }
    }
    throw missing;
  }

  async #requireFile(real: string, path: string): Promise<void> {
    const { maxFileBytes } = this.#settings;
    const status = await stat(real);
    if (!status.isFile()) throw new SerError('FILE_ACCESS', `${path} is not a regular file`);
    if (status.size > maxFileBytes)
      throw new SerError('UNSUPPORTED_AUDIO', `${path} holds ${status.size} bytes; at most ${maxFileBytes} are read`);
  }
}
