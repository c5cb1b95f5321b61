/** One file of a model folder. */
export interface ModelFile {
  /** File name, in an ensemble behind the name of a member's folder and a slash. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A place that holds the files of one model or ensemble: a folder on disk, or a URL. */
export interface ModelFolder {
  /** How messages name it. */
  readonly location: string;
  /**
   * Reads one file.
   *
   * @param maxBytes larger files are refused before they are read into memory, with `INVALID_MODEL`.
   * @returns its bytes, or undefined where there is no such file.
   */
  read(name: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** The location of a folder inside this one. */
  inside(name: string): string;
  /** Replaces the whole folder by `files`, or leaves it as it was if that fails. Absent where writing is impossible. */
  write?(files: readonly ModelFile[]): Promise<void>;
}

/** What the platform offers for the place that a user names. */
export type OpenModelFolder = (location: string) => ModelFolder;
