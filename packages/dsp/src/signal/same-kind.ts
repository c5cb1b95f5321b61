import type { Signal } from './types.js';

/** New samples at the rate and in the precision of a signal. */
export function sameKind({ samples, sampleRate }: Signal, values: Float64Array): Signal {
  return { samples: samples instanceof Float32Array ? new Float32Array(values) : values, sampleRate };
}
