import { Random } from '@ser/core';
import { pinkNoise } from '@ser/dsp';
import { describe, expect, it } from 'vitest';
import { detectSpeech, type Segment } from './detect-speech.js';
import * as fixture from './scene.fixture.js';
import { createSpeechDetector, type SpeechDetectorOptions } from './speech-detector.js';

const { sampleRate } = fixture;
/** With deep valleys between the syllables, so that a detector which knows only the past has to bridge them. */
const voice = (seconds: number, amplitude?: number) =>
  fixture.voice(seconds, amplitude, (t) => 0.5 - 0.45 * Math.cos(2 * Math.PI * 4 * t));
const scene = (...args: Parameters<typeof fixture.scene>) => fixture.scene(...args).samples;

const dialogue = scene(10, 0.0005, [
  { at: 1, samples: voice(1.5) },
  { at: 4, samples: voice(0.8, 0.1) },
  { at: 7, samples: voice(2) },
]);

function segmentsOf(samples: Float32Array, chunk = 1600, options: Partial<SpeechDetectorOptions> = {}): Segment[] {
  const detector = createSpeechDetector({ sampleRate, ...options });
  const found: Segment[] = [];
  for (let at = 0; at < samples.length; at += chunk) found.push(...detector.push(samples.subarray(at, at + chunk)));
  return [...found, ...detector.flush()];
}

describe('createSpeechDetector', () => {
  it('finds the segments of detectSpeech, within 0.1 s', () => {
    const expected = detectSpeech({ samples: dialogue, sampleRate });
    const found = segmentsOf(dialogue);
    expect(found).toHaveLength(3);
    for (const [i, { start, end }] of found.entries()) {
      expect(Math.abs(start - expected[i]!.start)).toBeLessThan(0.1);
      expect(Math.abs(end - expected[i]!.end)).toBeLessThan(0.1);
    }
  });

  it('finds the same in pieces of any size', () => {
    const expected = segmentsOf(dialogue, dialogue.length);
    for (const chunk of [1, 127, 160, 4097, 48_000]) expect(segmentsOf(dialogue, chunk)).toEqual(expected);
  });

  it('ends a segment when minPause has passed, and joins speech with a shorter pause', () => {
    const pause = scene(5, 0.0005, [
      { at: 1, samples: voice(1) },
      { at: 2.5, samples: voice(1) },
    ]);
    expect(segmentsOf(pause, 1600, { minPause: 0.3 })).toHaveLength(2);
    expect(segmentsOf(pause, 1600, { minPause: 0.8 })).toHaveLength(1);
    const detector = createSpeechDetector({ sampleRate, minPause: 0.3 });
    let heard = 0;
    while (detector.push(pause.subarray(heard, heard + 160)).length === 0) heard += 160;
    expect(heard / sampleRate).toBeGreaterThan(2.2);
    expect(heard / sampleRate).toBeLessThan(2.4);
  });

  it('shows the segment that is open, and whether there is speech now', () => {
    const detector = createSpeechDetector({ sampleRate, minPause: 0.3 });
    const at = (seconds: number) => Math.round(seconds * sampleRate);
    detector.push(dialogue.subarray(0, at(0.9)));
    expect(detector.current).toBeUndefined();
    detector.push(dialogue.subarray(at(0.9), at(1.6)));
    expect(detector.current).toMatchObject({ speaking: true });
    expect(Math.abs(detector.current!.start - 1)).toBeLessThan(0.1);
    expect(detector.earliest).toBe(detector.current!.start);
    detector.push(dialogue.subarray(at(1.6), at(2.7)));
    expect(detector.current).toMatchObject({ speaking: false });
    detector.push(dialogue.subarray(at(2.7), at(3.9)));
    expect(detector.current).toBeUndefined();
    expect(detector.earliest).toBeGreaterThan(2.5);
  });

  it('cuts at the quietest point what is longer than maxSpeech, without a gap', () => {
    const samples = scene(9, 0.0005, [
      { at: 0.5, samples: voice(2.9) },
      { at: 3.5, samples: voice(2.9) },
    ]);
    const [first, second, ...rest] = segmentsOf(samples, 1600, { maxSpeech: 4 });
    expect(rest).toEqual([]);
    expect(Math.abs(first!.end - 3.45)).toBeLessThan(0.1);
    expect(second!.start).toBe(first!.end);
    expect(Math.abs(second!.end - 6.4)).toBeLessThan(0.1);
  });

  it('finds a voice from the very start to the very end', () => {
    const samples = voice(2);
    expect(segmentsOf(samples)).toEqual([{ start: 0, end: 2 }]);
    expect(segmentsOf(samples.subarray(0, 1760), 1600, { minSpeech: 0 })).toEqual([{ start: 0, end: 0.11 }]);
  });

  it('finds nothing in silence and in steady noise, also from the very start', () => {
    expect(segmentsOf(scene(5, 0, []))).toEqual([]);
    expect(segmentsOf(scene(5, 0.1, []))).toEqual([]);
    const hiss = pinkNoise(8 * sampleRate, new Random('pink'));
    expect(segmentsOf(Float32Array.from(hiss, (x) => 0.05 * x))).toEqual([]);
  });

  it('finds a sustained vowel, whose level hardly changes', () => {
    const vowel = Float32Array.from({ length: 1.5 * sampleRate }, (_, i) => 0.2 * Math.sin(i / 10));
    expect(segmentsOf(scene(4, 0.0005, [{ at: 1, samples: vowel }]))).toHaveLength(1);
  });

  it('drops a click', () => {
    const click = voice(0.03);
    expect(segmentsOf(scene(3, 0.0005, [{ at: 1, samples: click }]))).toEqual([]);
  });

  it('refuses options out of range', () => {
    const make = (options: Partial<SpeechDetectorOptions>) => () => createSpeechDetector({ sampleRate, ...options });
    expect(make({ sampleRate: 0 })).toThrow('sampleRate must be a positive number of Hz');
    expect(make({ minPause: 0.06 })).toThrow('padding must be at most half of minPause, 0.03 s');
    expect(make({ maxSpeech: Number.POSITIVE_INFINITY })).toThrow('maxSpeech must be a finite number of seconds');
    expect(make({ offsetDb: 20 })).toThrow('offsetDb must be positive, and at most onsetDb');
  });
});
