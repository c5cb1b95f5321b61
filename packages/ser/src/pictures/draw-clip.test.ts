import { syntheticCorpus } from '@ser/datasets';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { drawClip, PICTURES } from './index.js';

const tone = (hz: number, sampleRate: number, seconds = 1) => ({
  samples: Float32Array.from(
    { length: seconds * sampleRate },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  ),
  sampleRate,
});

/** Returns the height in pixels of the brightest row of a heat map, and those of the labels of its axis. */
function heights(svg: string) {
  const [, y, high, base64] =
    /<image x="76" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" href="data:image\/png;base64,([^"]*)"/.exec(svg)!;
  const { width, height, data } = decode(Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0)));
  const sums = Array.from({ length: height }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width)).reduce((sum, level) => sum + level, 0),
  );
  const row = sums.indexOf(Math.max(...sums));
  const labels = new Map(
    [...svg.matchAll(/<text x="68" y="([\d.]+)"[^>]*>(\d+)</g)].map(([, at, label]) => [Number(label), Number(at)]),
  );
  return { brightest: Number(y) + ((row + 0.5) / height) * Number(high), labels, row: Number(high) / height };
}

it.each([
  ['spectrogram', 4000, 16_000],
  ['spectrogram', 2000, 44_100],
  ['mel', 250, 16_000],
  ['mel', 1000, 16_000],
  ['mel', 4000, 48_000],
] as const)('the axis of the %s labels a tone of %i Hz at a rate of %i Hz with its frequency', (picture, hz, rate) => {
  const svg = drawClip(tone(hz, rate), { pictures: [picture] })[picture];
  const { brightest, labels, row } = heights(svg);
  // The tone lies within half a row of the middle of its own row.
  expect(Math.abs(brightest - labels.get(hz)!)).toBeLessThanOrEqual(0.55 * row);
});

it('ends at 8 kHz, or at half the rate of the recording', () => {
  const last = (rate: number): number => Math.max(...heights(drawClip(tone(440, rate)).spectrogram).labels.keys());
  expect([last(48_000), last(16_000), last(8000)]).toEqual([8000, 8000, 4000]);
});

it('draws the pitch of a tone, and all pictures on one scale of time', () => {
  const pictures = drawClip(tone(220, 16_000, 2));
  expect(Object.keys(pictures)).toEqual([...PICTURES]);
  expect(pictures.pitch).toMatch(/median (219|220|221) Hz/);
  for (const svg of Object.values(pictures)) {
    const [, x] = /<text x="([\d.]+)" y="\d+"[^>]*>1.5</.exec(svg)!;
    expect(Math.abs(Number(x) - (76 + 0.75 * 560))).toBeLessThan(3);
  }
});

it('draws speech shorter than a frame, and silence', async () => {
  const corpus = syntheticCorpus();
  const { samples, sampleRate } = await corpus.read(corpus.utterances[0]!);
  for (const clip of [samples.slice(4000, 4100), new Float32Array(4000)])
    expect(Object.keys(drawClip({ samples: clip, sampleRate }))).toHaveLength(PICTURES.length);
});

it('refuses unknown pictures and audio that is empty', () => {
  expect(() => drawClip(tone(440, 8000), { pictures: ['mell' as 'mel'] })).toThrow(
    'pictures must be one of waveform, spectrogram, mel, mfcc, pitch, got "mell"',
  );
  expect(() => drawClip({ samples: new Float32Array(), sampleRate: 8000 })).toThrow('samples');
});
