/** Settings of the vocal tract for a speech sound. Frequencies in Hz, for a tract of average male length. */
export interface Phone {
  readonly kind: 'vowel' | 'sonorant' | 'fricative' | 'stop';
  /** Duration in seconds at neutral rate; of a stop, that of its closure. */
  readonly seconds: number;
  /** First three formants. */
  readonly formants: readonly [number, number, number];
  /** Bandwidths of the first three formants. */
  readonly bandwidths: readonly [number, number, number];
  /** Amplitude of voicing, 0 to 1. */
  readonly voice: number;
  /** Amplitude of breath noise through the tract, 0 to 1; of a stop, after its release. */
  readonly breath: number;
  /** Noise made at a narrowing: amplitude 0 to 1, center and width of its band. */
  readonly noise?: { readonly amplitude: number; readonly center: number; readonly width: number } | undefined;
}

const vowel = (f1: number, f2: number, f3: number): Phone => ({
  kind: 'vowel',
  seconds: 0.105,
  formants: [f1, f2, f3],
  bandwidths: [70, 90, 130],
  voice: 1,
  breath: 0.02,
});

const sonorant = (f1: number, f2: number, f3: number, voice: number, width: number): Phone => ({
  kind: 'sonorant',
  seconds: 0.06,
  formants: [f1, f2, f3],
  bandwidths: [width, width * 1.5, width * 2],
  voice,
  breath: 0.01,
});

const fricative = (
  seconds: number,
  f2: number,
  voice: number,
  amplitude: number,
  center: number,
  width: number,
): Phone => ({
  kind: 'fricative',
  seconds,
  formants: [320, f2, 2600],
  bandwidths: [120, 120, 180],
  voice,
  breath: 0,
  noise: { amplitude, center, width },
});

const stop = (f2: number, voiced: boolean, amplitude: number, center: number, width: number): Phone => ({
  kind: 'stop',
  seconds: voiced ? 0.05 : 0.06,
  formants: [250, f2, 2500],
  bandwidths: [100, 120, 180],
  voice: voiced ? 0.12 : 0,
  breath: voiced ? 0.05 : 0.35,
  noise: { amplitude, center, width },
});

/**
 * Speech sounds by the letter that stands for them in {@link SENTENCES}.
 *
 * Formants follow Peterson and Barney (1952) for vowels and Klatt (1980) for consonants; `x` is the first sound of
 * "ship".
 */
export const PHONES: Readonly<Record<string, Phone>> = {
  a: vowel(730, 1180, 2500),
  e: vowel(500, 1880, 2520),
  i: vowel(285, 2270, 2980),
  o: vowel(490, 880, 2450),
  u: vowel(310, 860, 2260),
  m: sonorant(260, 1050, 2200, 0.42, 110),
  n: sonorant(260, 1500, 2500, 0.42, 110),
  l: sonorant(340, 1150, 2750, 0.6, 80),
  r: sonorant(360, 1250, 1650, 0.6, 80),
  w: sonorant(300, 680, 2200, 0.6, 80),
  j: sonorant(270, 2200, 2950, 0.6, 80),
  s: fricative(0.095, 1500, 0, 0.32, 5400, 1400),
  z: fricative(0.075, 1500, 0.3, 0.18, 5400, 1400),
  x: fricative(0.095, 1800, 0, 0.36, 2900, 1000),
  f: fricative(0.085, 1100, 0, 0.1, 4200, 4000),
  v: fricative(0.06, 1100, 0.4, 0.05, 4200, 4000),
  h: {
    kind: 'fricative',
    seconds: 0.055,
    formants: [500, 1500, 2500],
    bandwidths: [250, 150, 180],
    voice: 0.05,
    breath: 0.4,
  },
  p: stop(900, false, 0.25, 1100, 1500),
  t: stop(1750, false, 0.4, 4300, 2200),
  k: stop(1900, false, 0.4, 2000, 900),
  b: stop(900, true, 0.2, 1000, 1500),
  d: stop(1750, true, 0.3, 4000, 2200),
  g: stop(1900, true, 0.3, 1900, 900),
};

/** Sentences of a language that does not exist: three to five words, six to eight syllables each. */
export const SENTENCES: readonly string[] = [
  'mola tiku sane',
  'kelo bani dusafi',
  'rito maku lese no',
  'xami gode lurina',
  'we tapo zimule ka',
  'hanu selori beto',
  'jumi kade fonalo',
  'pila su noreka dami',
  'vego lama tixu ri',
  'nuda peli moka xesa',
];
