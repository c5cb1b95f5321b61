import { invalidArgument } from '@ser/core';
import { io } from '@tensorflow/tfjs-core';

/**
 * Precision of the weights in a model file. `float16` halves the file; `int8` keeps matrices and filters as 8-bit
 * integers with a scale and an offset each, and vectors (biases, batch norm statistics) as float16.
 */
export type Precision = 'float32' | 'float16' | 'int8';

const PRECISIONS: readonly Precision[] = ['float32', 'float16', 'int8'];

/** The largest number of float16. */
const FLOAT16_MAX = 65_504;

const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);

/** The bits of the float16 nearest to a number of at most 65504, ties to even (IEEE 754). */
export function float16Bits(value: number): number {
  asFloat[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 127;
  if (exponent < -14) {
    // Subnormal: multiples of 2 ** -24.
    const steps = Math.abs(asFloat[0]!) * 2 ** 24;
    const low = Math.floor(steps);
    const up = steps - low > 0.5 || (steps - low === 0.5 && low % 2 === 1);
    return sign | (low + (up ? 1 : 0));
  }
  const kept = ((exponent + 15) << 10) | ((word & 0x7fffff) >>> 13);
  const dropped = word & 0x1fff;
  const up = dropped > 0x1000 || (dropped === 0x1000 && kept % 2 === 1);
  return sign | (kept + (up ? 1 : 0));
}

interface Encoded {
  readonly bytes: ArrayBuffer;
  readonly quantization?: NonNullable<io.WeightsManifestEntry['quantization']> | undefined;
}

const toFloat16 = (values: Float32Array): Encoded => ({
  bytes: Uint16Array.from(values, float16Bits).buffer,
  quantization: { dtype: 'float16', original_dtype: 'float32' } as NonNullable<Encoded['quantization']>,
});

/** value ≈ integer · scale + min. */
function toInt8(values: Float32Array, min: number, max: number): Encoded {
  const scale = max > min ? (max - min) / 255 : 1;
  const integers = Uint8Array.from(values, (value) => Math.round((value - min) / scale));
  return {
    bytes: integers.buffer,
    quantization: { dtype: 'uint8', min, scale, original_dtype: 'float32' } as NonNullable<Encoded['quantization']>,
  };
}

function encode(values: Float32Array, rank: number, precision: Precision): Encoded {
  let [min, max] = [0, 0];
  if (values.length > 0) {
    min = values.reduce((least, value) => Math.min(least, value));
    max = values.reduce((most, value) => Math.max(most, value));
  }
  if (precision === 'int8' && rank >= 2 && Number.isFinite(max - min)) return toInt8(values, min, max);
  // What float16 cannot hold stays as it is.
  if (Math.abs(min) <= FLOAT16_MAX && Math.abs(max) <= FLOAT16_MAX) return toFloat16(values);
  return { bytes: values.slice().buffer };
}

/** Model artifacts with their weights in another precision, by the quantization fields of tfjs' own format. */
export function quantizeWeights(artifacts: io.ModelArtifacts, precision: Precision): io.ModelArtifacts {
  if (!PRECISIONS.includes(precision)) throw invalidArgument('precision', precision, PRECISIONS.join(', '));
  const { weightSpecs, weightData } = artifacts;
  if (precision === 'float32' || weightSpecs === undefined || weightData === undefined) return artifacts;
  const all = io.CompositeArrayBuffer.join(weightData);
  const specs: io.WeightsManifestEntry[] = [];
  const parts: ArrayBuffer[] = [];
  let offset = 0;
  for (const spec of weightSpecs) {
    const count = spec.shape.reduce((product, length) => product * length, 1);
    const size = count * (spec.dtype === 'bool' ? 1 : 4);
    const own = all.slice(offset, offset + size);
    offset += size;
    const encoded: Encoded =
      spec.dtype === 'float32' ? encode(new Float32Array(own), spec.shape.length, precision) : { bytes: own };
    parts.push(encoded.bytes);
    specs.push(encoded.quantization ? { ...spec, quantization: encoded.quantization } : spec);
  }
  return { ...artifacts, weightSpecs: specs, weightData: io.CompositeArrayBuffer.join(parts) };
}
