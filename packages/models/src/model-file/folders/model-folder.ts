import type { TimeLimit } from '@ser/core';

/** One file of a model folder. */
export interface ModelFile {
  /** Name of the file. In an ensemble it starts with the name of a member's folder and a slash. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All files of a model or an ensemble. */
export interface FolderContent {
  /** The file that names the others: `model.json` or `ensemble.json`. */
  readonly entry: ModelFile;
  /** The other files. A name depends on its content, so that no two contents share one. */
  readonly parts: readonly ModelFile[];
}

/** A place that holds the files of one model or ensemble: a folder on disk, or a URL. */
export interface ModelFolder {
  /** Name of the place in messages. */
  readonly location: string;
  /**
   * Reads one file.
   *
   * @param maxBytes larger files are refused before they are read into memory, with `INVALID_MODEL`.
   * @returns its bytes; undefined if there is no such file.
   */
  read(name: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Returns the location of a folder inside this one. */
  inside(name: string): string;
  /**
   * Replaces the content of the folder in one step; if that fails, the old content stays. Absent if the place cannot be
   * written.
   */
  write?(content: FolderContent): Promise<void>;
}

/** Opens the place that a user names. The limit holds for each file that comes from a URL. */
export type OpenModelFolder = (location: string, limit?: TimeLimit) => ModelFolder;
