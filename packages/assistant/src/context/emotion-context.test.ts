import { EMOTIONS } from '@ser/core';
import { describe, expect, it } from 'vitest';
import type { EmotionContextOptions, EmotionSnapshot, HeardEvent } from './contract.js';
import { emotionContext } from './emotion-context.js';
import { EMOTION_GUIDANCE, emotionPrompt, sentenceOf } from './emotion-prompt.js';
import { answer, segment, TENSE, times, UNKNOWN, unsure } from './scripted-events.fixture.js';
import { tensionOf } from './tension.js';

async function* sent(events: readonly HeardEvent[]): AsyncGenerator<HeardEvent> {
  yield* events;
}

/** Returns the snapshot after some events, and those that were reported before it. */
async function after(
  events: readonly HeardEvent[],
  options: EmotionContextOptions = {},
): Promise<{ current: EmotionSnapshot; changes: EmotionSnapshot[] }> {
  const changes: EmotionSnapshot[] = [];
  const context = emotionContext(sent(events), { ...options, onChange: (snapshot) => changes.push(snapshot) });
  await context.done;
  return { current: context.current, changes };
}

/** Events without the final one of their segment. */
const open = (events: readonly HeardEvent[]): HeardEvent[] => events.slice(0, -1);

describe('an emotion', () => {
  it('is reported when it has held for a second of speech', async () => {
    expect((await after(open(segment(0, times(3, answer('angry')))))).current).toMatchObject({
      isSpeaking: true,
      time: 0.75,
    });
    expect((await after(open(segment(0, times(3, answer('angry')))))).current.emotion).toBe(undefined);
    expect((await after(open(segment(0, times(4, answer('angry')))))).current).toMatchObject({
      emotion: 'angry',
      confidence: 0.75,
      time: 1,
    });
  });

  it('does not change by an answer in between, and changes when another one holds', async () => {
    const angry = times(4, answer('angry'));
    const blip = [...angry, ...times(3, answer('sad')), answer('angry', 0.5), ...times(3, answer('sad'))];
    expect((await after(open(segment(0, blip)))).current).toMatchObject({ emotion: 'angry', confidence: 0.5 });
    const change = [...angry, ...times(4, answer('sad'))];
    expect((await after(open(segment(0, change)))).current.emotion).toBe('sad');
  });

  it('holds over segments, and a final answer about a long segment holds by itself', async () => {
    const short = (start: number, number: number) => segment(start, times(2, answer('happy')), { number });
    expect((await after(short(0, 0))).current.emotion).toBe(undefined);
    expect((await after([...short(0, 0), ...short(3, 1)])).current.emotion).toBe('happy');
    const decided = segment(0, times(4, unsure('sad')), { final: answer('happy') });
    expect((await after(decided)).current).toMatchObject({ emotion: 'happy', isSpeaking: false });
  });

  it('counts a segment once, by its updates or by its final answer', async () => {
    const twice = segment(0, times(2, answer('happy')));
    expect((await after(twice, { holdSeconds: 0.75 })).current.emotion).toBe(undefined);
    expect((await after(twice, { holdSeconds: 0.5 })).current.emotion).toBe('happy');
  });

  it('counts the whole segment if only its last updates agree with the final answer', async () => {
    const { current } = await after(segment(0, [...times(2, answer('sad')), ...times(2, answer('angry'))]));
    expect(current.emotion).toBe('angry');
  });

  it('is not made of answers that are uncertain', async () => {
    const { current } = await after(open(segment(0, times(40, unsure('angry')))));
    expect(current.emotion).toBe(undefined);
    expect(current.uncertain).toEqual({ reason: 'too-noisy', message: 'the speech is too noisy' });
    expect(current.tension).toBe(undefined);
    expect(current.sentence).toBe('About the voice, the last speech is hard to read: the speech is too noisy.');
  });

  it('stays, with a warning, when the speech becomes hard to read for a second', async () => {
    const angry = times(4, answer('angry'));
    const short = (await after(open(segment(0, [...angry, ...times(3, unsure('sad'))])))).current;
    expect(short).toMatchObject({ emotion: 'angry' });
    expect(short.uncertain).toBe(undefined);
    const { current } = await after(open(segment(0, [...angry, ...times(4, unsure('sad'))])));
    expect(current).toMatchObject({ emotion: 'angry', uncertain: { reason: 'too-noisy' } });
    expect(current.sentence).toBe(
      'The voice may have sounded tense or annoyed (a guess, 75 % confidence), but the last speech is hard to read: the speech is too noisy.',
    );
    const again = await after(open(segment(0, [...angry, ...times(4, unsure('sad')), answer('angry')])));
    expect(again.current.uncertain).toBe(undefined);
    const since = [...angry, ...times(4, unsure('sad')), answer('angry'), unsure('sad')];
    expect((await after(open(segment(0, since)))).current.uncertain).toBe(undefined);
  });

  it('is forgotten after a minute without speech, by the stream or by the clock', async () => {
    const angry = segment(0, times(8, answer('angry')));
    const later = (start: number): HeardEvent => ({ kind: 'speech', segment: 1, start });
    expect((await after([...angry, later(62)])).current.emotion).toBe('angry');
    expect((await after([...angry, later(62.5)])).current).toEqual({ ...UNKNOWN, isSpeaking: true, time: 62.5 });

    let clock = 5000;
    const context = emotionContext(sent(angry), { now: () => clock });
    await context.done;
    clock += 60_000;
    expect(context.current.emotion).toBe('angry');
    clock += 1;
    expect(context.current).toEqual({ ...UNKNOWN, time: 2 });
  });

  it('is not forgotten while there is speech', async () => {
    let clock = 0;
    const context = emotionContext(sent(open(segment(0, times(8, answer('angry'))))), { now: () => clock });
    await context.done;
    clock += 61_000;
    expect(context.current.emotion).toBe('angry');
  });
});

describe('tension', () => {
  it('is half of arousal minus valence of the table of Russell and Mehrabian, averaged by probability', () => {
    expect(tensionOf({ probabilities: [{ label: 'angry', probability: 1 }] })).toBeCloseTo((0.59 + 0.51) / 2, 12);
    expect(tensionOf({ probabilities: [{ label: 'calm', probability: 1 }] })).toBeCloseTo((-0.46 - 0.68) / 2, 12);
    expect(tensionOf(answer('angry', 0.75))).toBeCloseTo(0.75 * 0.55, 12);
  });

  it('leaves out emotions without coordinates, and is unknown if they are more than half', () => {
    const probabilities = (known: number) => [
      { label: 'angry', probability: known },
      { label: 'sarcastic', probability: 1 - known },
    ];
    expect(tensionOf({ probabilities: probabilities(0.5) })).toBeCloseTo(0.55, 12);
    expect(tensionOf({ probabilities: probabilities(0.49) })).toBe(undefined);
  });

  it.each([
    ['tensing', 'neutral', 'angry'],
    ['easing', 'angry', 'neutral'],
    ['easing', 'neutral', 'calm'],
    ['steady', 'angry', 'angry'],
    ['steady', 'neutral', 'bored'],
  ])('is %s from %s to %s', async (trend, before, now) => {
    const { current } = await after(segment(0, [...times(20, answer(before)), ...times(20, answer(now))]));
    expect(current).toMatchObject({ emotion: now, trend });
  });

  it('has no trend until there are as many seconds before the last ones', async () => {
    expect((await after(open(segment(0, times(39, answer('angry')))))).current.trend).toBe(undefined);
    expect((await after(open(segment(0, times(40, answer('angry')))))).current.trend).toBe('steady');
    const soon = open(segment(0, [...times(4, answer('neutral')), ...times(4, answer('angry'))]));
    expect((await after(soon, { trendSeconds: 1 })).current.trend).toBe('tensing');
  });

  it('is that of the last seconds, and the past ends after three times as many', async () => {
    const events = segment(0, [...times(400, answer('angry', 1)), ...times(60, answer('calm', 1))]);
    const { current } = await after([...events, ...segment(120, times(20, answer('neutral', 1)), { number: 1 })]);
    expect(current.tension).toBeCloseTo(0, 9);
    expect(current.trend).toBe('tensing');
  });

  it('counts a segment once, by its updates', async () => {
    const before = segment(0, times(20, answer('neutral', 1)));
    const now = segment(10, times(10, answer('angry', 1)), { number: 1 });
    expect((await after([...before, ...now])).current.tension).toBeCloseTo(0.55 / 2, 9);
  });

  it('is counted in seconds of speech, for short and for long answers', async () => {
    const long = (start: number, end: number, label: string, number: number): HeardEvent[] => [
      { kind: 'speech', segment: number, start },
      { kind: 'final', segment: number, start, end, answer: answer(label, 1) },
    ];
    const { current } = await after([...long(0, 8, 'neutral', 0), ...long(20, 22.5, 'angry', 1)]);
    expect(current.tension).toBeCloseTo(0.55 / 2, 9);
    expect(current.trend).toBe('tensing');
  });
});

describe('the context', () => {
  it('reports changes once: speech, emotion, and the end of speech', async () => {
    const { changes } = await after(segment(0, times(12, answer('angry'))));
    expect(changes.map(({ emotion, isSpeaking, time }) => [emotion, isSpeaking, time])).toEqual([
      [undefined, true, 0],
      ['angry', true, 1],
      ['angry', false, 3],
    ]);
  });

  it('is plain JSON', async () => {
    const { current } = await after(segment(0, times(80, answer('angry'))));
    expect(JSON.parse(JSON.stringify(current))).toEqual(current);
    expect(current).toEqual({
      sentence: 'The voice may sound tense or annoyed (a guess, 75 % confidence).',
      emotion: 'angry',
      confidence: 0.75,
      trend: 'steady',
      tension: expect.closeTo(0.4125, 9),
      isSpeaking: false,
      time: 20,
    });
  });

  it('rejects with the error of the stream and stays readable', async () => {
    const unplugged = new Error('the microphone is unplugged');
    async function* failing(): AsyncGenerator<HeardEvent> {
      yield* segment(0, times(4, answer('angry')));
      throw unplugged;
    }
    const context = emotionContext(failing());
    await expect(context.done).rejects.toBe(unplugged);
    expect(context.current.emotion).toBe('angry');
  });

  it('refuses options out of range', () => {
    expect(() => emotionContext(sent([]), { holdSeconds: -1 })).toThrow('holdSeconds must be a number from 0 to 60');
    expect(() => emotionContext(sent([]), { trendSeconds: 0 })).toThrow('trendSeconds must be');
    expect(() => emotionContext(sent([]), { forgetSecond: 1 } as EmotionContextOptions)).toThrow(
      'forgetSecond is not a field',
    );
  });
});

describe('what a prompt says', () => {
  it('is nothing before an emotion has held, then the sentence with guidance', () => {
    expect(emotionPrompt(UNKNOWN)).toBe(undefined);
    expect(emotionPrompt(TENSE)).toBe(`${TENSE.sentence} ${EMOTION_GUIDANCE}`);
  });

  it.each([...EMOTIONS, 'sarcastic'])(
    'says of %s that the voice may sound so, never that the person is so',
    (emotion) => {
      const facts = { emotion, confidence: 0.5, isSpeaking: true, time: 1 };
      const sentence = sentenceOf(facts);
      expect(sentence).toMatch(/^The voice may sound [a-z ]+ \(a guess, 50 % confidence\)\.$/);
      expect(sentence).not.toMatch(/\b(you|he|she|they|user|person|is|are|feels?)\b/);
      expect(sentenceOf({ ...facts, trend: 'easing' })).toMatch(/\), and less tense than before\.$/);
      expect(sentenceOf({ ...facts, trend: 'steady' })).toBe(sentence);
    },
  );

  it('asks for kindness', () => {
    for (const part of ['guess', 'Do not mention it unless it helps', 'never claim to know', 'never diagnose'])
      expect(EMOTION_GUIDANCE).toContain(part);
  });
});
