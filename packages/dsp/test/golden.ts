import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An array in one of the binary files. */
export interface Entry {
  file: string;
  offset: number;
  dtype: 'float32' | 'float64' | 'int16' | 'int32' | 'uint8';
  shape: number[];
  absmax?: number;
  f32dev?: number;
}

export type Params = Record<string, unknown>;

/** One call of a reference implementation, and what it returned. */
export interface GoldenCase {
  id?: string;
  fn: string;
  input: string;
  sr: number;
  params: Params;
  outputs?: Record<string, Entry>;
  expectError?: string;
  slice?: [number, number];
  names?: string[];
}

interface Manifest {
  inputs: Record<string, Entry & { sr: number }>;
  cases: GoldenCase[];
}

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
};

/** Reference numbers of librosa and others, with the signals they were computed from. */
export class Golden {
  readonly cases: GoldenCase[];
  private readonly inputs: Manifest['inputs'];
  private readonly files = new Map<string, ArrayBuffer>();

  constructor(
    private readonly folder: string,
    manifest: 'manifest.json' | 'manifest-other.json' | 'manifest-features.json' | 'manifest-torchaudio.json',
  ) {
    this.cases = this.manifest(manifest).cases;
    this.inputs = this.manifest('manifest.json').inputs;
  }

  private manifest(name: string): Manifest {
    return JSON.parse(readFileSync(join(this.folder, name), 'utf8'));
  }

  /** The numbers of an array, as doubles, and its shape. */
  array({ file, offset, dtype, shape }: Entry): { values: Float64Array; shape: number[] } {
    let buffer = this.files.get(file);
    if (!buffer) {
      buffer = new Uint8Array(readFileSync(join(this.folder, file))).buffer;
      this.files.set(file, buffer);
    }
    const length = shape.reduce((a, b) => a * b, 1);
    return { values: Float64Array.from(new ARRAYS[dtype](buffer, offset, length)), shape };
  }

  /** The input of a case; 16-bit audio is divided by 32768. */
  signal({ input, slice, sr }: GoldenCase): { samples: Float64Array; sampleRate: number; channels: Float64Array[] } {
    const entry = this.inputs[input]!;
    const { values, shape } = this.array(entry);
    const all = entry.dtype === 'int16' ? values.map((value) => value / 32768) : values;
    const count = shape.length > 1 ? shape[0]! : 1;
    const channels = Array.from({ length: count }, (_, c) =>
      all.subarray((c * all.length) / count, ((c + 1) * all.length) / count),
    );
    return { samples: slice ? channels[0]!.slice(...slice) : channels[0]!, sampleRate: sr, channels };
  }
}

/** The largest deviation from the reference in units of the tolerance max(1e-6, 1e-6 · absmax, 8 · f32dev). */
export function deviation(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { absmax = 0, f32dev = 0 }: Entry,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const tolerance = Math.max(1e-6, 1e-6 * absmax, 8 * f32dev);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isNaN(actual[i]) !== Number.isNaN(expected[i])) return Number.POSITIVE_INFINITY;
    if (!Number.isNaN(expected[i])) worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!) / tolerance);
  }
  return worst;
}

const WORDS: Record<string, string> = { fmin: 'fMin', fmax: 'fMax' };

/** librosa's parameter names in our spelling. */
export function camelCase(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      WORDS[name] ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

const dataFolder = process.env.SER_DATA_DIR;

/** Where the reference numbers on real recordings lie, if they are on this machine. */
export const realGolden: string | undefined =
  dataFolder && existsSync(join(dataFolder, '..', 'golden', 'manifest.json'))
    ? join(dataFolder, '..', 'golden')
    : undefined;

/** The reference numbers that come with the package. */
export const syntheticGolden: string = new URL('../test-data', import.meta.url).pathname;
