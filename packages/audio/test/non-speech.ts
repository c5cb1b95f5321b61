import { Random } from '@ser/core';

/** Sounds without speech, of the project's own making, at 16 kHz: a maker of each kind. */
export const SAMPLE_RATE = 16000;

type Maker = (random: Random, length: number) => Float32Array;

const TAU = 2 * Math.PI;
const seconds = (s: number): number => Math.round(s * SAMPLE_RATE);
const fill = (length: number, value: (i: number, t: number) => number): Float32Array =>
  Float32Array.from({ length }, (_, i) => value(i, i / SAMPLE_RATE));
const harmonics = (phase: number, partials: number, tilt = 1): number => {
  let sum = 0;
  for (let k = 1; k <= partials; k++) sum += Math.sin(k * phase) / k ** tilt;
  return sum;
};

/** A tone whose pitch follows `pitch`, in Hz. */
function gliding(length: number, partials: number, pitch: (t: number) => number): Float32Array {
  let phase = 0;
  return fill(length, (_, t) => {
    phase += (TAU * pitch(t)) / SAMPLE_RATE;
    return harmonics(phase, partials);
  });
}

/** Short events at random times. */
function events(length: number, gap: () => number, event: (out: Float32Array, at: number) => void): Float32Array {
  const out = new Float32Array(length);
  for (let at = 0; at < length; at += Math.max(1, seconds(gap()))) event(out, at);
  return out;
}

/** Notes of a scale, with rests; `decay` in seconds, `vibrato` in semitones. */
const notes =
  (duration: [number, number], { decay, vibrato = 0 }: { decay: [number, number]; vibrato?: number }): Maker =>
  (random, length) => {
    const out = new Float32Array(length);
    const base = random.uniform(130, 500);
    const partials = 3 + random.integer(8);
    const tilt = random.uniform(0.8, 2);
    for (let at = 0; at < length; ) {
      const size = seconds(random.uniform(...duration));
      const rest = random.next() < 0.2;
      const frequency = base * 2 ** (random.pick([0, 2, 4, 5, 7, 9, 11, 12]) / 12);
      const fade = random.uniform(...decay);
      let phase = 0;
      for (let j = 0; !rest && j < size && at + j < length; j++) {
        const t = j / SAMPLE_RATE;
        phase += (TAU * frequency * 2 ** ((vibrato / 12) * Math.sin(TAU * 5.5 * t))) / SAMPLE_RATE;
        const envelope = Math.min(1, t / 0.01, (size - j) / seconds(0.02)) * Math.exp(-t / fade);
        out[at + j] = envelope * harmonics(phase, partials, tilt);
      }
      at += size;
    }
    return out.map((x) => x + 0.002 * random.normal());
  };

const colored =
  (next: (white: number, state: number[]) => number): Maker =>
  (random, length) => {
    const state = [0, 0, 0];
    return fill(length, () => next(random.normal(), state));
  };

export const NON_SPEECH: Readonly<Record<string, Maker>> = {
  silence: (_, length) => new Float32Array(length),
  constant: (random, length) => new Float32Array(length).fill(random.uniform(-0.5, 0.5)),
  'last bit': (random, length) => fill(length, () => (random.integer(3) - 1) / 32768),
  white: colored((white) => white),
  pink: colored((white, s) => {
    s[0] = 0.99765 * s[0]! + white * 0.099;
    s[1] = 0.963 * s[1]! + white * 0.2965;
    s[2] = 0.57 * s[2]! + white * 1.0527;
    return s[0]! + s[1]! + s[2]! + white * 0.1848;
  }),
  brown: colored((white, s) => {
    s[0] = 0.99 * s[0]! + white;
    return s[0]!;
  }),
  blue: colored((white, s) => {
    const difference = white - s[0]!;
    s[0] = white;
    return difference;
  }),
  hum: (random, length) => {
    const frequency = random.pick([50, 60, 100, 120]);
    const levels = Array.from({ length: 8 }, () => random.next());
    return fill(length, (_, t) =>
      levels.reduce((sum, level, k) => sum + level * Math.sin(TAU * frequency * (k + 1) * t), 0.02 * random.normal()),
    );
  },
  tone: (random, length) => {
    const frequency = Math.exp(random.uniform(Math.log(100), Math.log(4000)));
    return fill(length, (_, t) => Math.sin(TAU * frequency * t));
  },
  sweep: (random, length) => {
    const [from, to] = [random.uniform(80, 800), random.uniform(80, 4000)];
    return gliding(length, 1, (t) => from * (to / from) ** ((t * SAMPLE_RATE) / length));
  },
  beeps: (random, length) => {
    const [frequency, period] = [random.uniform(400, 2500), random.uniform(0.15, 0.6)];
    return fill(
      length,
      (_, t) => (t % period < period / 2 ? Math.sin(TAU * frequency * t) : 0) + 0.001 * random.normal(),
    );
  },
  chord: (random, length) => {
    const base = random.uniform(110, 330);
    return fill(length, (_, t) =>
      [1, 1.26, 1.498].reduce((sum, ratio) => sum + harmonics(TAU * base * ratio * t, 5), 0),
    );
  },
  siren: (random, length) => {
    const [center, rate] = [random.uniform(300, 900), random.uniform(0.3, 3)];
    return gliding(length, 3, (t) => center * 2 ** (0.5 * Math.sin(TAU * rate * t)));
  },
  engine: (random, length) => {
    const base = random.uniform(25, 90);
    const sound = gliding(length, 20, (t) => base * (1 + 0.05 * Math.sin(Math.PI * t)));
    return sound.map((x) => x + 0.3 * random.normal());
  },
  clicks: (random, length) => {
    const period = random.uniform(0.05, 0.5);
    const clicks = events(
      length,
      () => period * random.uniform(0.6, 1.4),
      (out, at) => {
        const level = random.uniform(0.2, 0.8);
        for (let j = 0; j < 60 && at + j < length; j++) out[at + j]! += level * random.normal() * Math.exp(-j / 12);
      },
    );
    return clicks.map((x) => x + 0.0005 * random.normal());
  },
  rain: (random, length) => {
    const drops = events(
      length,
      () => 0.006 * (0.2 + 1.6 * random.next()),
      (out, at) => {
        const level = random.next() ** 3;
        for (let j = 0; j < 150 && at + j < length; j++) out[at + j]! += level * random.normal() * Math.exp(-j / 30);
      },
    );
    return drops.map((x) => x + 0.03 * random.normal());
  },
  drums: (random, length) =>
    events(
      length,
      () => random.uniform(0.12, 0.4),
      (out, at) => {
        const isLow = random.next() < 0.5;
        for (let j = 0; j < seconds(0.3) && at + j < length; j++) {
          const t = j / SAMPLE_RATE;
          out[at + j]! += isLow
            ? Math.sin(TAU * (50 + 80 * Math.exp(-30 * t)) * t) * Math.exp(-12 * t)
            : 0.5 * random.normal() * Math.exp(-25 * t);
        }
      },
    ),
  surf: (random, length) => {
    const rate = random.uniform(0.2, 4);
    return fill(length, (_, t) => random.normal() * (1 + 0.9 * Math.sin(TAU * rate * t)));
  },
  instrument: notes([0.5, 1.5], { decay: [0.15, 0.8] }),
  melody: notes([0.15, 0.45], { decay: [0.15, 0.8] }),
  flute: notes([0.4, 1.5], { decay: [100, 100], vibrato: 0.3 }),
};

/** A sound of 1.5 to 4 s at -26 dBFS, or as it is where it is silent or constant. */
export function nonSpeech(kind: string, seed: number): Float32Array {
  const random = new Random(`${kind} ${seed}`);
  const sound = NON_SPEECH[kind]!(random, seconds(random.uniform(1.5, 4)));
  if (['silence', 'constant', 'last bit'].includes(kind)) return sound;
  const rms = Math.sqrt(sound.reduce((sum, x) => sum + x * x, 0) / sound.length);
  return sound.map((x) => (0.05 * x) / rms);
}
