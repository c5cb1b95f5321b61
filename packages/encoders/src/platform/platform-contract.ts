import type { OnnxRuntime } from './onnx-runtime.js';

/** What the platform has for encoders. */
export interface Platform {
  /** Loads ONNX Runtime. */
  runtime(): Promise<OnnxRuntime>;
  /** Reads a file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The file or folder of encoders that the environment names. */
  environment(): string | undefined;
  /** Returns the file at a path, or of this name in the folder at the path; undefined if there is none. */
  find(path: string, name: string | undefined): Promise<string | undefined>;
}
