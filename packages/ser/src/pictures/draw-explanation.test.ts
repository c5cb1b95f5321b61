import type { Audio } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { createFrontEnd, type FrontEndConfig } from '@ser/dsp';
import type { Prediction } from '@ser/models/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadRecognizer, type Recognizer } from '../index.js';
import { drawExplanation } from './index.js';

let recognizer: Recognizer;
let audio: Audio;

beforeAll(async () => {
  recognizer = await loadRecognizer();
  const corpus = syntheticCorpus();
  audio = await corpus.read(corpus.utterances[0]!);
});
afterAll(() => recognizer.dispose());

const labelsOf = (svg: string, at: 'x' | 'y'): [string, number][] =>
  [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*text-anchor="(middle|end)"[^>]*>([^<]*)</g)]
    .filter(([, , , anchor, label]) => (anchor === 'end') === (at === 'y') && /^[\d.]+$|^[a-z2.]+\d?$/.test(label!))
    .map(([, x, y, , label]) => [label!, Number(at === 'x' ? x : y)]);

it('draws the answer of the pretrained model over its mel bands, in Hz', async () => {
  const answer = await recognizer.predict(audio, { explain: true });
  const svg = drawExplanation(recognizer.model, audio, answer, { title: 'clip.wav' });
  expect(svg).toContain('>clip.wav<');
  expect(svg).toContain(`>for ${answer.label}<`);
  expect(labelsOf(svg, 'y').map(([label]) => label)).toEqual(['4000', '2000', '1000', '500', '250']);
});

it('places the frames where they are in the recording: silence before them moves them to the right', async () => {
  const silence = audio.sampleRate;
  const samples = new Float32Array(silence + audio.samples.length);
  samples.set(audio.samples, silence);
  const later = { samples, sampleRate: audio.sampleRate };
  const placeOf = async (clip: Audio, time: string): Promise<number> => {
    const svg = drawExplanation(recognizer.model, clip, await recognizer.predict(clip, { explain: true }));
    return labelsOf(svg, 'x').find(([label]) => label === time)![1];
  };
  expect(Math.abs((await placeOf(later, '1.5')) - (await placeOf(audio, '0.5')))).toBeLessThan(12);
});

it('predictSegments explains its answers too', async () => {
  const { explanation } = await recognizer.predict(audio, { explain: true });
  for await (const segment of recognizer.predictSegments(audio, { explain: true }))
    expect(segment.explanation).toEqual(explanation);
  expect.assertions(1);
});

const explained = (features: FrontEndConfig['features'], change: Partial<FrontEndConfig> = {}) => {
  const frontEnd = createFrontEnd({ sampleRate: 16_000, frame: { nFft: 512, hopLength: 160 }, features, ...change });
  const { frames, coeffs } = frontEnd.extract(audio);
  const explanation = { data: new Float32Array(frames * coeffs), frames, coeffs, hopSeconds: frontEnd.hopSeconds };
  const answer: Prediction = {
    label: 'sad',
    confidence: 1,
    probabilities: [{ label: 'sad', probability: 1 }],
    explanation,
  };
  return { model: { members: [{ frontEnd }] }, answer };
};

it('names the kinds of other features at the middle of their rows', () => {
  const { model, answer } = explained([{ kind: 'mfcc', nMfcc: 3 }, { kind: 'rms' }]);
  // Of four rows of 55 pixels, three are MFCCs.
  expect(labelsOf(drawExplanation(model, audio, answer), 'y')).toEqual([
    ['mfcc', 264 - 1.5 * 55],
    ['rms', 264 - 3.5 * 55],
  ]);
});

it('refuses an answer without explanation, one about other audio, and statistics of the clip', async () => {
  const { model, answer } = explained([{ kind: 'logMel', nMels: 20 }]);
  expect(() => drawExplanation(model, audio, { ...answer, explanation: undefined })).toThrow(
    'predict with the option explain',
  );
  const half = { ...audio, samples: audio.samples.subarray(0, audio.samples.length / 2) };
  expect(() => drawExplanation(model, half, answer)).toThrow(/answer.explanation must be \d+ × 20 values/);
  const whole = explained([{ kind: 'rms' }], { functionals: ['mean'] });
  expect(() => drawExplanation(whole.model, audio, whole.answer)).toThrow('have no time axis');
});
