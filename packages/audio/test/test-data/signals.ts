/** What the MP3, Vorbis and Opus clips hold: two sines, 0.4 s. */
export function tone(sampleRate: number): Float32Array {
  return Float32Array.from({ length: Math.round(0.4 * sampleRate) }, (_, i) => {
    const t = i / sampleRate;
    return 0.5 * Math.sin(2 * Math.PI * 440 * t) + 0.2 * Math.sin(2 * Math.PI * 1230 * t);
  });
}

/** What channel `channel` of the FLAC clips holds: integers of `bits` bits, partly smooth and partly rough. */
export function staircase(length: number, bits: number, channel: number): number[] {
  const top = 2 ** (bits - 1);
  return Array.from({ length }, (_, n) => {
    const m = n + 5 * channel;
    const smooth = Math.abs(((m * 3) % 400) - 200) / 200 - 0.5;
    const rough = (((m * m * 31 + 17 * m) % 1009) - 504) / 504 / (m % 300 < 40 ? 1 : 200);
    return Math.max(-top, Math.min(top - 1, Math.round(top * (0.6 * smooth + 0.5 * rough)) + 0));
  });
}
