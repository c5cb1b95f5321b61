import type { KnownEmotion, Random } from '@ser/core';
import { performStyle, type Style } from './emotion-styles.js';
import { PHONES, type Phone } from './phones.js';
import type { VirtualSpeaker } from './virtual-speaker.js';

/** Control frames a second. */
export const FRAME_RATE = 400;

/** Shortest and longest utterance in seconds, silence at both ends included. */
export const SHORTEST_SECONDS = 1;
export const LONGEST_SECONDS = 2.5;

/** Parameters of the synthesizer over time, one value a control frame. */
export interface UtterancePlan {
  readonly frames: number;
  /** Hz. */
  readonly pitch: Float32Array;
  /** Amplitudes of voicing, of breath noise through the tract and of noise at a narrowing. */
  readonly voice: Float32Array;
  readonly breath: Float32Array;
  readonly noise: Float32Array;
  /** Center and width of the noise's band in Hz. */
  readonly noiseCenter: Float32Array;
  readonly noiseWidth: Float32Array;
  /** First three formants and their bandwidths in Hz. */
  readonly formants: readonly [Float32Array, Float32Array, Float32Array];
  readonly bandwidths: readonly [Float32Array, Float32Array, Float32Array];
  readonly style: Style;
}

/** A segment of constant targets. */
interface Segment {
  readonly phone: Phone;
  readonly seconds: number;
  readonly voice: number;
  readonly breath: number;
  readonly noise: number;
  /** Vowel that carries an accent, or the last one. */
  readonly accented: boolean;
  readonly last: boolean;
}

const isVowel = (letter: string | undefined): boolean => PHONES[letter ?? '']?.kind === 'vowel';

/** The sounds of a word, the first syllable stressed. */
function wordSegments(word: string, lastWord: boolean, stretch: () => number): Segment[] {
  const segments: Segment[] = [];
  const vowels = [...word].filter(isVowel).length;
  let seen = 0;
  for (const letter of word) {
    const phone = PHONES[letter];
    if (!phone) throw new Error(`no sound is defined for the letter ${letter}`);
    const seconds = phone.seconds * stretch();
    const plain = { phone, accented: false, last: false };
    if (phone.kind === 'stop') {
      segments.push({ ...plain, seconds, voice: phone.voice, breath: 0, noise: 0 });
      segments.push({ ...plain, seconds: 0.009, voice: phone.voice, breath: 0, noise: phone.noise?.amplitude ?? 0 });
      const release = phone.voice > 0 ? 0.008 : 0.028;
      segments.push({ ...plain, seconds: release, voice: phone.voice, breath: phone.breath, noise: 0 });
      continue;
    }
    const vowel = phone.kind === 'vowel';
    if (vowel) seen++;
    const accented = vowel && seen === 1 && vowels > 1;
    const last = vowel && lastWord && seen === vowels;
    const length = (accented ? 1.2 : 1) * (last ? 1.45 : 1);
    const noise = phone.noise?.amplitude ?? 0;
    segments.push({
      phone,
      seconds: seconds * length,
      voice: phone.voice,
      breath: phone.breath,
      noise,
      accented,
      last,
    });
  }
  return segments;
}

const silence = (seconds: number, near: Phone): Segment => ({
  phone: near,
  seconds,
  voice: 0,
  breath: 0,
  noise: 0,
  accented: false,
  last: false,
});

/** The whole sentence with pauses, between silences, scaled to the range of allowed durations. */
function sentenceSegments(sentence: string, speaker: VirtualSpeaker, style: Style, random: Random): Segment[] {
  const tempo = speaker.rate * Math.exp(style.rate);
  const stretch = (): number => Math.exp(random.normal(0, 0.1)) / tempo;
  const words = sentence.split(' ');
  const rest = PHONES.e as Phone;
  const segments: Segment[] = [];
  for (const [i, word] of words.entries()) {
    if (i > 0 && random.next() < 0.08 + style.pauses) segments.push(silence(random.uniform(0.08, 0.26) / tempo, rest));
    segments.push(...wordSegments(word, i === words.length - 1, stretch));
  }
  const [before, after] = [random.uniform(0.06, 0.2), random.uniform(0.08, 0.25)];
  const spoken = segments.reduce((sum, { seconds }) => sum + seconds, 0);
  const allowed = Math.min(LONGEST_SECONDS - before - after, Math.max(SHORTEST_SECONDS - before - after, spoken));
  const scaled = segments.map((segment) => ({ ...segment, seconds: (segment.seconds * allowed) / spoken }));
  return [silence(before, rest), ...scaled, silence(after, rest)];
}

/** Moving average over `2 * radius + 1` frames, the first and last values going on beyond the ends. */
function smooth(values: Float32Array, radius: number): Float32Array {
  const n = values.length;
  const at = (i: number): number => values[Math.min(n - 1, Math.max(0, i))]!;
  const out = new Float32Array(n);
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += at(i);
  for (let i = 0; i < n; i++) {
    out[i] = sum / (2 * radius + 1);
    sum += at(i + radius + 1) - at(i - radius);
  }
  return out;
}

/** Pitch in Hz: declination, accents, the final movement and slow wavering around the speaker's mean. */
function pitchContour(
  segments: readonly Segment[],
  ends: readonly number[],
  frames: number,
  speaker: VirtualSpeaker,
  style: Style,
  random: Random,
): Float32Array {
  const semitones = new Float32Array(frames);
  const range = Math.exp(style.range);
  const declination = random.normal(2.2, 0.6) * range;
  const spoken = { start: ends[0] ?? 0, end: ends.at(-2) ?? frames };
  for (let t = 0; t < frames; t++) {
    const place = Math.min(1, Math.max(0, (t - spoken.start) / (spoken.end - spoken.start)));
    semitones[t] = style.pitch + declination * (0.5 - place);
  }
  for (const [i, { accented, last }] of segments.entries()) {
    if (!accented && !last) continue;
    const [start, end] = [ends[i - 1] ?? 0, ends[i] ?? frames];
    const height = accented ? random.normal(2.6, 0.7) * range : 0;
    const middle = (start + end) / 2;
    for (let t = Math.max(0, start - 60); t < Math.min(frames, end + 60); t++)
      semitones[t] = semitones[t]! + height * Math.exp(-(((t - middle) / 36) ** 2) / 2);
    if (last)
      for (let t = start; t < frames; t++)
        semitones[t] = semitones[t]! + style.final * Math.min(1, (t - start) / (end - start));
  }
  const flutter = [2.6, 4.3, 5.9].map((hz) => ({ hz, phase: random.uniform(0, 2 * Math.PI) }));
  const depth = 0.12 + Math.abs(style.tremor);
  for (let t = 0; t < frames; t++) {
    let wave = 0;
    for (const { hz, phase } of flutter) wave += Math.sin((2 * Math.PI * hz * t) / FRAME_RATE + phase);
    semitones[t] = semitones[t]! + (depth * wave) / 2;
  }
  return smooth(semitones, 6).map((value) => speaker.pitch * 2 ** (value / 12));
}

/** Plans an utterance: which sounds, how long, how high, how loud. The same arguments give the same plan. */
export function planUtterance(
  speaker: VirtualSpeaker,
  sentence: string,
  emotion: KnownEmotion,
  random: Random,
): UtterancePlan {
  const style = performStyle(emotion, speaker.habits, random.fork('style'));
  const segments = sentenceSegments(sentence, speaker, style, random.fork('timing'));
  let clock = 0;
  const ends = segments.map(({ seconds }) => {
    clock += seconds;
    return Math.round(clock * FRAME_RATE);
  });
  const frames = ends.at(-1) ?? 0;
  const track = (value: (segment: Segment) => number): Float32Array => {
    const values = new Float32Array(frames);
    let start = 0;
    for (const [i, segment] of segments.entries()) {
      values.fill(value(segment), start, ends[i]);
      start = ends[i] ?? frames;
    }
    return values;
  };

  const space = Math.exp(style.articulation);
  const factor = speaker.tract * Math.exp(style.smile);
  const center = [500, 1500, 2500] as const;
  // Formants reach towards their targets: closures pull less than the vowels around them.
  const formant = (n: 0 | 1 | 2): Float32Array => {
    const target = track(({ phone }) => factor * (center[n] + space * (phone.formants[n] - center[n])));
    return smooth(smooth(target, 8), 8);
  };
  const bandwidth = (n: 0 | 1 | 2): Float32Array =>
    smooth(
      track(({ phone }) => phone.bandwidths[n]),
      6,
    );
  const emphasis = (segment: Segment): number => (segment.accented ? 1.25 : segment.last ? 0.8 : 1);
  return {
    frames,
    pitch: pitchContour(segments, ends, frames, speaker, style, random.fork('melody')),
    voice: smooth(
      track((segment) => segment.voice * emphasis(segment)),
      5,
    ),
    breath: smooth(
      track(({ breath }) => breath),
      3,
    ),
    noise: smooth(
      track(({ noise }) => noise),
      1,
    ),
    noiseCenter: track(({ phone }) => (phone.noise?.center ?? 3000) * Math.sqrt(speaker.tract)),
    noiseWidth: track(({ phone }) => phone.noise?.width ?? 2000),
    formants: [formant(0), formant(1), formant(2)],
    bandwidths: [bandwidth(0), bandwidth(1), bandwidth(2)],
    style,
  };
}
