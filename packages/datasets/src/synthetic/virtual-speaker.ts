import type { Random } from '@ser/core';
import type { Gender } from '../corpus/corpus.js';
import { DIMENSIONS, type Dimension } from './emotion-styles.js';

/** A voice that does not exist, and its habits. */
export interface VirtualSpeaker {
  readonly name: string;
  readonly gender: Gender;
  /** Habitual pitch in Hz. */
  readonly pitch: number;
  /** Factor on all formants: the inverse of the tract's length, 1 for an average man. */
  readonly tract: number;
  /** Fraction of the period in which the glottis is open. */
  readonly openQuotient: number;
  /** Fall of the source's spectrum beyond that of the pulse, in dB at 3 kHz. */
  readonly tilt: number;
  /** Amplitude of breath noise added to the voice. */
  readonly breath: number;
  /** Syllables a second, as a factor on the neutral rate. */
  readonly rate: number;
  /** Loudness relative to others, in dB. */
  readonly loudness: number;
  /** Color of the microphone: coefficient of a first-order filter. */
  readonly color: number;
  /** Strength with which this person uses each means of expression, 1 on average. */
  readonly habits: Readonly<Record<Dimension, number>>;
}

/**
 * Returns a virtual speaker.
 *
 * @param index from 0; even ones are women, odd ones men.
 * @param count number of speakers; pitch and tract length are spread over them.
 */
export function virtualSpeaker(random: Random, index: number, count: number): VirtualSpeaker {
  const own = random.fork(`speaker ${index}`);
  const female = index % 2 === 0;
  const ofGender = Math.ceil(count / 2);
  // Voices of one gender are spread evenly, in separate orders for pitch and for tract, with some scatter.
  const spread = (what: string): number => {
    const places = random.fork(`${what} ${female}`).shuffle(Array.from({ length: ofGender }, (_, i) => i));
    return ((places[index >> 1] ?? 0) + own.uniform(0.1, 0.9)) / ofGender;
  };
  const between = (low: number, high: number, at: number): number => low + (high - low) * at;
  const habits = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, own.uniform(0.65, 1.35)]));
  return {
    name: `s${String(index + 1).padStart(2, '0')}`,
    gender: female ? 'female' : 'male',
    pitch: female ? between(168, 232, spread('pitch')) : between(88, 142, spread('pitch')),
    tract: female ? between(1.1, 1.22, spread('tract')) : between(0.95, 1.07, spread('tract')),
    openQuotient: female ? own.uniform(0.58, 0.7) : own.uniform(0.5, 0.62),
    tilt: (female ? 10 : 8) + own.uniform(-1.5, 1.5),
    breath: (female ? 0.05 : 0.03) * own.uniform(0.5, 1.6),
    rate: own.uniform(0.9, 1.12),
    loudness: own.uniform(-3, 3),
    color: own.uniform(-0.15, 0.15),
    habits: habits as Record<Dimension, number>,
  };
}
