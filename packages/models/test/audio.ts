import { Random } from '@ser/core';
import { createFrontEnd, type FrontEnd, type Signal } from '@ser/dsp';

/** A tone in noise. */
export function tone(seconds: number, sampleRate = 16_000, hertz = 220): Signal {
  const random = new Random(2);
  const samples = Float32Array.from(
    { length: seconds * sampleRate },
    (_, i) => 0.4 * Math.sin((2 * Math.PI * hertz * i) / sampleRate) + 0.02 * random.normal(),
  );
  return { samples, sampleRate };
}

/** A front end of 13 MFCC with statistics that suit {@link tone}. */
export const mfccFrontEnd = (): FrontEnd =>
  createFrontEnd({
    sampleRate: 16_000,
    frame: { nFft: 512, hopLength: 256 },
    features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
    normalization: { mean: new Array<number>(13).fill(-3), std: new Array<number>(13).fill(40) },
  });
