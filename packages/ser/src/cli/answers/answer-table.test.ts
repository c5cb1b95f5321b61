import { describe, expect, it } from 'vitest';
import { answerTable } from './answer-table.js';

const LABELS = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad'];
const answer = {
  ...{ label: 'angry', confidence: 0.714, isWhole: true, start: 0, end: 1.5 },
  probabilities: [0.714, 0.12, 0.08, 0.05, 0.03, 0.006].map((probability, i) => ({ label: LABELS[i]!, probability })),
} as const;
const uncertain = { reason: 'no-speech', message: 'no speech was found' } as const;

describe('answerTable', () => {
  it('shows the three most probable emotions of each recording', () => {
    const table = answerTable(['clips/a.wav', 'b.wav'], LABELS, 100);
    expect([table.head, ...table.rows('clips/a.wav', answer, true), ...table.rows('b.wav', answer, true)]).toEqual([
      'recording          emotion    confidence  then',
      'clips/a.wav        angry          71.4 %  disgusted 12.0 %, fearful 8.0 %',
      'b.wav              angry          71.4 %  disgusted 12.0 %, fearful 8.0 %',
    ]);
  });

  it('shows each segment of a long recording below its name, and why an answer is uncertain', () => {
    const table = answerTable(['hour.mp3', 'noise.wav'], LABELS, 100);
    const segment = { ...answer, isWhole: false, start: 61, end: 63.25 };
    expect(table.rows('hour.mp3', segment, true)).toEqual([
      'hour.mp3',
      '  1:01.0 – 1:03.3  angry          71.4 %  disgusted 12.0 %, fearful 8.0 %',
    ]);
    expect(table.rows('hour.mp3', segment, false)).toHaveLength(1);
    expect(table.rows('noise.wav', { ...answer, uncertain }, true)).toEqual([
      'noise.wav          uncertain: no speech was found',
    ]);
  });

  it.each([60, 72, 80, 100, 200])('has no line of more than %i columns', (columns) => {
    const names = [`${'folder/'.repeat(20)}recording.wav`, 'b.wav'];
    const table = answerTable(names, LABELS, columns);
    const lines = [table.head, ...names.flatMap((name) => table.rows(name, answer, true))];
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines[1]).toMatch(/^….*recording\.wav {2}angry/);
    expect(lines[1]).toContain('71.4 %');
  });
});
