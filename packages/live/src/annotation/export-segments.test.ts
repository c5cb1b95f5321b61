import { parseCsv } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from './export-segments.js';
import type { LiveSegment } from './segment.js';

const answer = (label: string, confidence: number): LiveSegment['answer'] => ({
  label,
  confidence,
  probabilities: [
    { label, probability: confidence },
    { label: 'neutral', probability: 1 - confidence },
  ],
});

const SEGMENTS: readonly LiveSegment[] = [
  { start: 0.5, end: 1.25, answer: answer('angry', 0.8) },
  {
    start: 2,
    end: 3.5,
    answer: { ...answer('happy', 0.6), uncertain: { reason: 'too-noisy', message: 'the speech is too noisy' } },
    byHand: 'so "so"',
  },
];

const format = (name: string, segments = SEGMENTS, duration = 4): string =>
  EXPORT_FORMATS.find((one) => one.name === name)!.format(segments, duration);

describe('the files that segments are exported to', () => {
  it('CSV: one row a segment, with the probability of every emotion, the reason of doubt and the label by hand', () => {
    const [header, ...rows] = parseCsv(format('CSV')).map(({ fields }) => fields);
    expect(header).toEqual([
      'start',
      'end',
      'label',
      'confidence',
      'uncertain',
      'by_hand',
      'angry',
      'happy',
      'neutral',
    ]);
    expect(rows).toEqual([
      ['0.500', '1.250', 'angry', '0.8000', '', '', '0.8000', '0.0000', '0.2000'],
      ['2.000', '3.500', 'happy', '0.6000', 'too-noisy', 'so "so"', '0.0000', '0.6000', '0.4000'],
    ]);
  });

  it('JSON: everything that is known', () => {
    const kept = SEGMENTS.map((segment) => ({ ...segment, isKept: true }));
    expect(JSON.parse(format('JSON', kept))).toEqual({ duration: 4, segments: SEGMENTS });
  });

  it('Praat TextGrid: intervals without gaps over the whole recording, quotation marks doubled', () => {
    const text = format('Praat TextGrid');
    const pick = (name: string): string[] =>
      [...text.matchAll(new RegExp(`^ {12}${name} = (.*)$`, 'gm'))].map((m) => m[1]!);
    expect(pick('xmin')).toEqual(['0.000', '0.500', '1.250', '2.000', '3.500']);
    expect(pick('xmax')).toEqual(['0.500', '1.250', '2.000', '3.500', '4.000']);
    expect(pick('text')).toEqual(['""', '"angry"', '""', '"so ""so"""', '""']);
    expect(text).toContain('intervals: size = 5');
    expect(text.startsWith('File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = 4.000\n')).toBe(
      true,
    );
  });

  it('Audacity labels: start, end and label between tabs; the label by hand comes first', () => {
    expect(format('Audacity labels')).toBe('0.500\t1.250\tangry\n2.000\t3.500\tso "so"\n');
  });

  it('a recording without speech gives files without segments', () => {
    expect(format('Audacity labels', [])).toBe('');
    expect(format('Praat TextGrid', [])).toContain('intervals: size = 1');
    expect(parseCsv(format('CSV', []))).toHaveLength(1);
  });
});
