import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Finds files whose names are written in another Unicode form: with accents as letters (NFC) or apart (NFD). */
export class NameFinder {
  readonly #root: string;
  /** The names in each folder, by their NFC form. */
  readonly #folders = new Map<string, ReadonlyMap<string, string>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Returns a path as the file system writes it; undefined if there is none. */
  async find(path: string): Promise<string | undefined> {
    let found = '';
    for (const part of path.split('/')) {
      const name = (await this.#namesIn(found)).get(part.normalize('NFC'));
      if (name === undefined) return undefined;
      found = found === '' ? name : `${found}/${name}`;
    }
    return found;
  }

  async #namesIn(folder: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const names = await readdir(join(this.#root, folder)).catch(() => []);
    const byForm = new Map(names.map((name) => [name.normalize('NFC'), name]));
    this.#folders.set(folder, byForm);
    return byForm;
  }
}
