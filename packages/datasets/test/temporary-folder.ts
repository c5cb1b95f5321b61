import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { SerError } from '@ser/core';
import { afterEach, beforeEach, expect } from 'vitest';

/** A folder for one test, removed after it. */
export interface TemporaryFolder {
  readonly path: string;
  /** Writes files: a text becomes a short WAV that differs for each text, bytes are written as they are. */
  write(files: Record<string, string | Uint8Array>): Promise<void>;
}

/** Makes a new folder before each test of a file. */
export function temporaryFolder(): TemporaryFolder {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'ser-corpus-'));
  });
  // Folders may hold many files.
  afterEach(() => rm(path, { recursive: true, force: true }), 300_000);
  return {
    get path() {
      return path;
    },
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), typeof content === 'string' ? wav(content) : content);
      }
    },
  };
}

/** 5 ms of sound whose pitch is given by a text. */
const wav = (seed: string): Uint8Array => {
  const step = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 977, 1) / 977;
  return encodeWav({
    samples: Float32Array.from({ length: 80 }, (_, i) => Math.sin(i * step) / 2),
    sampleRate: 16_000,
  });
};

/** Bytes of a text in ASCII. */
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The error, one line long, that `work` ends with. */
export async function failureOf(work: Promise<unknown>): Promise<SerError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SerError);
  expect((error as SerError).message).not.toContain('\n');
  return error as SerError;
}
