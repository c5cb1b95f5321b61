import type { Audio } from '@ser/audio';
import type { Random } from '@ser/core';
import { GlottalSource } from './glottal-source.js';
import { FRAME_RATE, type UtterancePlan } from './plan-utterance.js';
import { Resonator } from './resonator.js';
import type { VirtualSpeaker } from './virtual-speaker.js';

/** Level of neutral speech, root mean square over the utterance, in dB relative to full scale. */
const SPEECH_LEVEL = -26;
/** Signal-to-noise ratio of the background, in dB. */
const NOISE_RANGE = [16, 32] as const;
/** Highest peak; louder utterances are turned down as a whole. */
const PEAK = 0.98;
/** The fourth formant of an average man, the distance of those above it, and how their bandwidths grow; in Hz. */
const FOURTH_FORMANT = 3500;
const FORMANT_DISTANCE = 1000;
const HIGH_BANDWIDTH = 0.07;

const white = (random: Random): number => random.uint32() / 0x80000000 - 1;

/** The formants from the fourth up to the highest that the sample rate can hold. */
function upperFormants(tract: number, sampleRate: number): Resonator[] {
  const resonators: Resonator[] = [];
  for (let n = 0; ; n++) {
    const frequency = (FOURTH_FORMANT + n * FORMANT_DISTANCE) * tract;
    if (frequency > 0.47 * sampleRate) return resonators;
    const resonator = new Resonator();
    resonator.tune(frequency, frequency * HIGH_BANDWIDTH, sampleRate);
    resonators.push(resonator);
  }
}

/** Speech of a plan, before level and background: source, tract and noise, sample by sample. */
function renderSpeech(plan: UtterancePlan, speaker: VirtualSpeaker, sampleRate: number, random: Random): Float32Array {
  const { style } = plan;
  const samples = new Float32Array(Math.round((plan.frames * sampleRate) / FRAME_RATE));
  const roughness = Math.exp(style.roughness);
  const source = new GlottalSource(
    {
      sampleRate,
      openQuotient: Math.min(0.85, Math.max(0.35, speaker.openQuotient + 0.012 * style.tilt)),
      jitter: 0.007 * roughness,
      shimmer: 0.04 * roughness,
      tilt: speaker.tilt + style.tilt,
    },
    random.fork('pulses'),
  );
  const hiss = random.fork('hiss');
  const breathiness = speaker.breath * Math.exp(style.breath);
  const moving = [new Resonator(), new Resonator(), new Resonator()] as const;
  const upper = upperFormants(speaker.tract, sampleRate);
  const narrowing = new Resonator();
  let lastNoise = 0;

  for (let frame = 0; frame < plan.frames; frame++) {
    const start = Math.round((frame * sampleRate) / FRAME_RATE);
    const end = Math.min(samples.length, Math.round(((frame + 1) * sampleRate) / FRAME_RATE));
    for (let n = 0; n < 3; n++)
      moving[n]!.tune(Math.min(plan.formants[n]![frame]!, 0.46 * sampleRate), plan.bandwidths[n]![frame]!, sampleRate);
    const center = Math.min(plan.noiseCenter[frame]!, 0.45 * sampleRate);
    narrowing.tune(center, plan.noiseWidth[frame]!, sampleRate);
    // The resonator's gain is 1 at 0 Hz; this makes it about 1 at its center.
    const noiseGain = plan.noise[frame]! * Math.min(1, plan.noiseWidth[frame]! / center);
    const voice = plan.voice[frame]!;
    const breath = plan.breath[frame]! * 0.25;
    const pitch = plan.pitch[frame]!;
    for (let i = start; i < end; i++) {
      const pulse = source.next(pitch);
      const noise = white(hiss);
      const air = noise * (breath + breathiness * voice * (source.open ? 1 : 0.4));
      let sound = moving[0].next(moving[1].next(moving[2].next(voice * pulse + air)));
      for (const resonator of upper) sound = resonator.next(sound);
      const friction = narrowing.next((noise - 0.6 * lastNoise) * noiseGain);
      lastNoise = noise;
      samples[i] = sound + friction;
    }
  }
  return samples;
}

const meanSquare = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / samples.length;
};

/** Noise whose power falls by about 3 dB an octave, of power 1 on average. */
function* pinkNoise(random: Random): Generator<number, never> {
  let [slow, middle, fast] = [0, 0, 0];
  for (;;) {
    const input = white(random);
    slow = 0.997 * slow + 0.03 * input;
    middle = 0.96 * middle + 0.075 * input;
    fast = 0.6 * fast + 0.2 * input;
    yield (slow + middle + fast + 0.1 * input) * 2.34;
  }
}

/**
 * Returns the sound of a planned utterance: a voice source with breath, through formants in cascade, and in parallel a band of noise
 * for consonants (Klatt, 1980), at its level over a background of noise.
 */
export function synthesize(plan: UtterancePlan, speaker: VirtualSpeaker, sampleRate: number, random: Random): Audio {
  const samples = renderSpeech(plan, speaker, sampleRate, random);
  let last = 0;
  for (let i = 0; i < samples.length; i++) {
    const input = samples[i]!;
    samples[i] = input + speaker.color * last;
    last = input;
  }
  const level = SPEECH_LEVEL + speaker.loudness + plan.style.loudness + random.fork('distance').normal(0, 1);
  const gain = Math.sqrt(10 ** (level / 10) / meanSquare(samples));
  const background = random.fork('background');
  const amplitude = 10 ** ((level - background.uniform(...NOISE_RANGE)) / 20);
  const noise = pinkNoise(background);
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = gain * samples[i]! + amplitude * noise.next().value;
    samples[i] = sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  if (peak > PEAK) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i]! * PEAK) / peak;
  return { samples, sampleRate };
}
