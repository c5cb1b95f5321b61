import { within } from '../signal/check.js';
import { roundEven } from '../signal/round-even.js';
import { sameKind } from '../signal/same-kind.js';
import type { ComplexSpectrogram, Signal } from '../signal/types.js';
import { istft, type StftOptions, stft } from '../transform/stft.js';

/** Options of {@link timeStretch}; those of the transform are librosa's. */
export interface TimeStretchOptions
  extends Pick<StftOptions, 'nFft' | 'hopLength' | 'winLength' | 'window' | 'padMode'> {
  /** True: the middle of frame `t` lies on sample `t * hopLength`; false: its start. Default true. */
  readonly center?: boolean | undefined;
  /** Factor on the speed, from 0.01 to 100; below 1 is slower. */
  readonly rate: number;
}

/** Spectra at every `rate`-th frame, with phases that go on as those between frames do; equals `librosa.phase_vocoder`. */
function phaseVocoder(input: ComplexSpectrogram, rate: number, hopAngle: number): ComplexSpectrogram {
  const { coeffs, sampleRate } = input;
  const frames = Math.ceil(input.frames / rate);
  const real = new Float64Array(frames * coeffs);
  const imag = new Float64Array(frames * coeffs);
  /** Magnitudes and angles of a frame, zeros beyond the last. */
  const polar = (frame: number) => {
    const [x, y] = [input.real, input.imag].map((part) => part.subarray(frame * coeffs, (frame + 1) * coeffs));
    const of = (value: (x: number, y: number) => number) =>
      Float64Array.from({ length: coeffs }, (_, k) => value(x![k] ?? 0, y![k] ?? 0));
    return { size: of((a, b) => Math.sqrt(a * a + b * b)), angle: of((a, b) => Math.atan2(b, a)) };
  };
  let at = 0;
  let [here, next] = [polar(0), polar(1)];
  const phase = here.angle.slice();
  for (let t = 0; t < frames; t++) {
    const step = Math.floor(t * rate);
    const weight = t * rate - step;
    if (step > at) [here, next] = [step === at + 1 ? next : polar(step), polar(step + 1)];
    at = step;
    for (let k = 0; k < coeffs; k++) {
      const size = (1 - weight) * here.size[k]! + weight * next.size[k]!;
      real[t * coeffs + k] = size * Math.cos(phase[k]!);
      imag[t * coeffs + k] = size * Math.sin(phase[k]!);
      const change = next.angle[k]! - here.angle[k]! - hopAngle * k;
      phase[k]! += hopAngle * k + change - 2 * Math.PI * roundEven(change / (2 * Math.PI));
    }
  }
  return { real, imag, frames, coeffs, sampleRate };
}

/**
 * Changes the speed of speech but not its pitch, by a phase vocoder; equals `librosa.effects.time_stretch`.
 *
 * @returns round(samples / rate) samples in the precision of the signal
 * @throws SerError if the signal or an option cannot be used
 * @example
 * timeStretch({ samples, sampleRate: 16000 }, { rate: 1.1 });
 */
export function timeStretch(signal: Signal, { rate, ...options }: TimeStretchOptions): Signal {
  within('rate', rate, 0.01, 100);
  const { nFft = 2048, winLength = nFft, hopLength = winLength >> 2 } = options;
  const { padMode, ...inverse } = options;
  const spectra = stft(signal, options);
  const stretched = phaseVocoder(spectra, rate, (2 * Math.PI * hopLength) / nFft);
  const length = roundEven(signal.samples.length / rate);
  return sameKind(signal, istft(stretched, { ...inverse, nFft, length }).samples);
}
