import type { EmotionAnswer } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { LiveState } from './state.js';

const answer = (label: string): EmotionAnswer => ({
  label,
  confidence: 0.6,
  probabilities: [{ label, probability: 0.6 }],
});
const affect = { valence: 0.1, arousal: -0.2 };

function listening(): LiveState {
  const state = new LiveState();
  state.begin('listening', 'Microphone');
  state.clock.note(2, 10_000);
  return state;
}

describe('LiveState', () => {
  it('shows updates, and lists final answers with the time that they took', () => {
    const state = listening();
    state.apply({ kind: 'speech', start: 0.5 }, 10_010);
    expect(state.speaking.value).toBe(true);
    state.apply({ kind: 'update', start: 0.5, end: 1.5, answer: answer('sad'), affect, skipped: 2 }, 10_040);
    expect(state.now.value).toEqual({ answer: answer('sad'), isFinal: false });
    expect(state.segments.value).toEqual([]);
    state.apply({ kind: 'final', start: 0.5, end: 1.75, answer: answer('happy'), affect }, 10_030);
    expect(state.speaking.value).toBe(false);
    expect(state.segments.value).toEqual([{ start: 0.5, end: 1.75, answer: answer('happy') }]);
    expect(state.figures.value).toMatchObject({ updateMs: 540, finalMs: 280, skipped: 2 });
  });

  it('keeps the last time of an answer if the next one is about sound of unknown age', () => {
    const state = listening();
    state.apply({ kind: 'final', start: 0.5, end: 1.75, answer: answer('happy'), affect }, 10_030);
    state.apply({ kind: 'final', start: 2, end: 2.0005, answer: answer('sad'), affect }, 10_040);
    expect(state.figures.value.finalMs).toBeCloseTo(39.5, 6);
    state.apply({ kind: 'final', start: 2, end: 3, answer: answer('sad'), affect }, 10_090);
    expect(state.figures.value.finalMs).toBeCloseTo(39.5, 6);
  });

  it('keeps the last points of the trail', () => {
    const state = listening();
    for (let i = 0; i < 100; i++)
      state.apply({ kind: 'update', start: 0, end: i, answer: answer('sad'), affect, skipped: 0 }, 0);
    expect(state.trail.value.length).toBeLessThan(50);
    expect(state.trail.value.at(-1)).toEqual({ ...affect, seconds: 99 });
  });

  it('stays with a file that was dropped before the model was loaded', () => {
    const state = new LiveState();
    const ready = { kind: 'ready', model: 'open', labels: [], seconds: 1, usesProfiles: false } as const;
    state.begin('reading', 'a.wav');
    state.apply(ready, 0);
    expect(state.status.value).toBe('reading');
    const waiting = new LiveState();
    waiting.apply(ready, 0);
    expect(waiting.status.value).toBe('ready');
    expect(waiting.usesProfiles.value).toBe(false);
  });

  it('says that no speech was found when a recording ends without a segment', () => {
    const state = listening();
    state.apply({ kind: 'ended' }, 0);
    expect([state.status.value, state.note.value]).toEqual(['ready', 'No speech was found.']);
  });

  it('forgets everything about the last recording when another begins', () => {
    const state = listening();
    state.apply({ kind: 'final', start: 0.5, end: 1.75, answer: answer('happy'), affect }, 10_030);
    state.cursor.value = 1;
    state.begin('reading', 'a.wav');
    expect(state.segments.value).toEqual([]);
    expect([state.now.value, state.cursor.value, state.trail.value.length]).toEqual([undefined, undefined, 0]);
    expect(state.figures.value).toEqual({ skipped: 0 });
    expect(state.isBusy.value).toBe(true);
  });
});
