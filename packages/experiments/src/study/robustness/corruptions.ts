import type { Random } from '@ser/core';
import {
  addNoise,
  addRoom,
  babbleNoise,
  changeGain,
  cropOrWrap,
  limitBand,
  randomRoom,
  resample,
  roomImpulseResponse,
  whiteNoise,
} from '@ser/dsp';
import type { ClipAudio } from './clip-predictor.js';

/** A corruption of a clip. Each has values in its own unit. */
export type Corruption =
  /** White noise; signal-to-noise ratio in dB. */
  | 'white'
  /** Babble of other speakers; signal-to-noise ratio in dB. */
  | 'babble'
  /** A telephone band from 300 Hz; upper end in Hz. */
  | 'telephone'
  /** The level of a 16-bit recording, RMS in dB of full scale: quiet ones have quantization noise, loud ones clip. */
  | 'level'
  /** Reverberation of a room; the time in seconds in which sound decays by 60 dB. */
  | 'reverberation'
  /** A part of the clip; its length in seconds. Shorter clips do not change. */
  | 'length';

/** The default values of each corruption. */
export const CORRUPTIONS: Readonly<Record<Corruption, readonly number[]>> = {
  white: [20, 15, 10, 5, 0],
  babble: [20, 15, 10, 5, 0],
  telephone: [3400],
  level: [-50, -40, -30, -20, -10],
  reverberation: [0.2, 0.4, 0.6, 0.8, 1],
  length: [0.5, 1, 1.5, 2, 3],
};

/** Sources of a corruption. */
export interface CorruptionSource {
  /** Returns the random numbers of a clip and kind of corruption, the same for all its values. */
  readonly random: () => Random;
  /** Recordings of other speakers, for babble. */
  readonly voices: readonly ClipAudio[];
  /** The impulse response of the clip's room, for reverberation. */
  readonly response: (rt60: number, sampleRate: number) => Float32Array;
}

/** Number of rooms, which clips are assigned to at random: an impulse response for each clip would take too long. */
const ROOMS = 6;

/** Draws rooms and assigns one to each clip, the same at all reverberation times. */
export function drawRooms(random: Random): { of(id: string): CorruptionSource['response'] } {
  const responses = new Map<string, Float32Array>();
  return {
    of(id) {
      const number = random.fork(id).integer(ROOMS);
      return (rt60, sampleRate) => {
        const key = `${number} ${rt60} ${sampleRate}`;
        const known = responses.get(key);
        if (known) return known;
        const made = roomImpulseResponse(randomRoom(random.fork(number), rt60), sampleRate);
        responses.set(key, made);
        return made;
      };
    },
  };
}

const FULL_SCALE = 32768;

/** Returns a corrupted clip. */
export function corrupt(audio: ClipAudio, kind: Corruption, value: number, source: CorruptionSource): ClipAudio {
  const random = source.random();
  switch (kind) {
    case 'white':
      return addNoise(audio, whiteNoise(audio.samples.length, random), { snrDb: value });
    case 'babble': {
      const voices = source.voices.map((voice) => atRate(voice, audio.sampleRate));
      return addNoise(audio, babbleNoise(voices, audio.samples.length, random), { snrDb: value });
    }
    case 'telephone':
      return limitBand(audio, { lowHz: 300, highHz: value });
    case 'level':
      return in16Bits(changeGain(audio, { db: value - levelOf(audio) }));
    case 'reverberation':
      return addRoom(audio, source.response(value, audio.sampleRate));
    case 'length':
      return value * audio.sampleRate < audio.samples.length ? cropOrWrap(audio, { seconds: value }, random) : audio;
  }
}

function atRate(voice: ClipAudio, sampleRate: number): ClipAudio {
  if (voice.sampleRate === sampleRate) return voice;
  const { samples } = resample(voice, sampleRate);
  return { samples: Float32Array.from(samples), sampleRate };
}

function levelOf({ samples }: ClipAudio): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 10 * Math.log10(power);
}

/** Returns the samples as a 16-bit file stores them. */
function in16Bits({ samples, sampleRate }: ClipAudio): ClipAudio {
  const rounded = samples.map(
    (sample) => Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sample * FULL_SCALE))) / FULL_SCALE,
  );
  return { samples: rounded, sampleRate };
}
