import type { KnownEmotion, Random } from '@ser/core';

/** The means by which a virtual speaker expresses emotion. */
export const DIMENSIONS = [
  'pitch',
  'range',
  'final',
  'rate',
  'loudness',
  'tilt',
  'breath',
  'roughness',
  'tremor',
  'articulation',
  'smile',
  'pauses',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * A manner of speaking, as deviation from neutral.
 *
 * - `pitch` semitones on the mean pitch;
 * - `range` natural logarithm of the factor on pitch movements;
 * - `final` semitones of the last syllable's rise or fall;
 * - `rate` natural logarithm of the factor on speed;
 * - `loudness` dB;
 * - `tilt` dB by which the source falls off more at 3 kHz;
 * - `breath`, `roughness` natural logarithms of factors on breath noise and on jitter and shimmer;
 * - `tremor` semitones of a slow wavering;
 * - `articulation` natural logarithm of the factor on the vowel space;
 * - `smile` natural logarithm of the factor on the formants;
 * - `pauses` added probability of a pause between words.
 */
export type Style = Readonly<Record<Dimension, number>>;

const style = (deviations: Partial<Style>): Style => ({
  pitch: 0,
  range: 0,
  final: 0,
  rate: 0,
  loudness: 0,
  tilt: 0,
  breath: 0,
  roughness: 0,
  tremor: 0,
  articulation: 0,
  smile: 0,
  pauses: 0,
  ...deviations,
});

/**
 * Full expression of each emotion. The directions are those that studies of acted speech agree on (Murray and Arnott,
 * 1993; Juslin and Laukka, 2003); the amounts are chosen so that the classes overlap.
 */
export const STYLES: Readonly<Record<KnownEmotion, Style>> = {
  angry: style({
    pitch: 4,
    range: 0.45,
    final: -3,
    rate: 0.2,
    loudness: 7,
    tilt: -9,
    breath: -0.8,
    roughness: 1.4,
    articulation: 0.16,
  }),
  anxious: style({
    pitch: 2.5,
    range: -0.2,
    final: 0.5,
    rate: 0.15,
    loudness: -2,
    tilt: 1,
    breath: 0.5,
    tremor: 0.4,
    pauses: 0.2,
  }),
  apologetic: style({
    pitch: -0.5,
    range: -0.35,
    final: 1,
    rate: -0.15,
    loudness: -4,
    tilt: 3,
    breath: 0.6,
    articulation: -0.08,
    pauses: 0.2,
  }),
  assertive: style({
    pitch: -0.5,
    range: 0.3,
    final: -4,
    rate: -0.05,
    loudness: 4,
    tilt: -5,
    breath: -0.5,
    articulation: 0.2,
  }),
  bored: style({
    pitch: -2,
    range: -0.8,
    final: -1.5,
    rate: -0.25,
    loudness: -2,
    tilt: 1.5,
    articulation: -0.15,
    pauses: 0.3,
  }),
  calm: style({ pitch: -1, range: -0.3, final: -0.5, rate: -0.1, loudness: -3, tilt: 2, breath: 0.4 }),
  concerned: style({
    pitch: 1,
    range: 0.1,
    final: 1.5,
    rate: -0.1,
    loudness: -2,
    tilt: 2,
    breath: 0.5,
    tremor: 0.15,
    pauses: 0.15,
  }),
  contemptuous: style({
    pitch: -1,
    range: 0.15,
    final: -4,
    rate: -0.12,
    tilt: -1.5,
    roughness: 0.4,
    articulation: 0.08,
    pauses: 0.15,
  }),
  disgusted: style({
    pitch: -2,
    range: 0.1,
    final: -3,
    rate: -0.22,
    loudness: 1,
    roughness: 0.9,
    smile: -0.03,
    pauses: 0.2,
  }),
  encouraging: style({
    pitch: 3,
    range: 0.5,
    final: 2,
    rate: -0.08,
    loudness: 2,
    tilt: -1,
    articulation: 0.14,
    smile: 0.03,
  }),
  excited: style({
    pitch: 7,
    range: 0.85,
    final: 3,
    rate: 0.18,
    loudness: 5,
    tilt: -4,
    articulation: 0.1,
    smile: 0.035,
  }),
  fearful: style({
    pitch: 5,
    range: -0.15,
    final: 1,
    rate: 0.2,
    loudness: -1,
    tilt: 2,
    breath: 0.6,
    tremor: 0.6,
    pauses: 0.1,
  }),
  happy: style({
    pitch: 6,
    range: 0.75,
    final: 4.5,
    rate: 0.06,
    loudness: 3,
    tilt: -2,
    articulation: 0.08,
    smile: 0.045,
  }),
  neutral: style({}),
  sad: style({
    pitch: -1.5,
    range: -0.7,
    final: -1,
    rate: -0.3,
    loudness: -6,
    tilt: 6,
    breath: 1.1,
    tremor: 0.3,
    articulation: -0.2,
    pauses: 0.35,
  }),
  surprised: style({ pitch: 5, range: 0.8, final: 5, loudness: 2, tilt: -1, articulation: 0.08 }),
};

/** Standard deviation of each dimension from one utterance to the next, the same for all emotions. */
const SCATTER: Style = {
  pitch: 1.2,
  range: 0.22,
  final: 1.3,
  rate: 0.08,
  loudness: 2,
  tilt: 1.3,
  breath: 0.3,
  roughness: 0.3,
  tremor: 0.08,
  articulation: 0.06,
  smile: 0.012,
  pauses: 0.1,
};

/**
 * Returns the style of one utterance: that of the emotion, at a random strength, changed by the habits of the speaker and
 * by the variation of everyday speech.
 */
export function performStyle(emotion: KnownEmotion, habits: Style, random: Random): Style {
  const strength = Math.min(1.4, Math.max(0.3, random.normal(1, 0.22)));
  const played = DIMENSIONS.map((dimension) => [
    dimension,
    STYLES[emotion][dimension] * strength * habits[dimension] + random.normal(0, SCATTER[dimension]),
  ]);
  return Object.fromEntries(played) as Style;
}
