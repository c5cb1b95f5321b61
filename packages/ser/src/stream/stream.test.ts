import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Audio, resampleAudio } from '@ser/audio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recognizer, SampleSource, StreamEvent, StreamOptions } from '../contract.js';
import { dialogue, smallRecognizer } from './stream.fixture.js';

const RATE = 44_100;
const VOICES = [
  { at: 1, seconds: 1.4, pitch: 120 },
  { at: 3, seconds: 4, pitch: 240 },
];
const SAMPLES = dialogue(8, RATE, VOICES);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let recognizer: Recognizer;
beforeAll(async () => {
  recognizer = await smallRecognizer();
});
afterAll(() => recognizer.dispose());

function* chunks(samples: Float32Array, size: number): Generator<Float32Array> {
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

async function eventsOf(source: SampleSource, options?: StreamOptions): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of recognizer.stream(source, options)) events.push(event);
  return events;
}

const ofKind = <K extends StreamEvent['kind']>(events: readonly StreamEvent[], kind: K) =>
  events.filter((event): event is Extract<StreamEvent, { kind: K }> => event.kind === kind);

describe('answers', () => {
  it('has one final answer for each spoken segment, with its start and end', async () => {
    const events = await eventsOf({ samples: SAMPLES, sampleRate: RATE });
    const finals = ofKind(events, 'final');
    expect(finals.map(({ segment }) => segment)).toEqual([0, 1]);
    for (const [i, { start, end }] of finals.entries()) {
      expect(Math.abs(start - VOICES[i]!.at)).toBeLessThan(0.1);
      expect(Math.abs(end - VOICES[i]!.at - VOICES[i]!.seconds)).toBeLessThan(0.15);
    }
  });

  it('answers for a window and for a segment as predict does for the same samples, bit for bit', async () => {
    const whole = resampleAudio({ samples: SAMPLES, sampleRate: RATE }, 16_000);
    const events = await eventsOf(chunks(SAMPLES, 1000), { sampleRate: RATE });
    const answers = events.flatMap((event) => (event.kind === 'speech' ? [] : [event]));
    expect(answers.length).toBeGreaterThan(18);
    for (const { start, end, answer } of answers) {
      const samples = whole.samples.slice(Math.round(start * 16_000), Math.round(end * 16_000));
      expect(answer).toEqual(await recognizer.predict({ samples, sampleRate: 16_000 }));
    }
  });

  it('sends speech, updates every 250 ms of speech about the last 3 s of the segment, and the final answer', async () => {
    const events = await eventsOf({ samples: SAMPLES, sampleRate: RATE });
    const kinds = events.map(({ kind, segment }) => `${segment} ${kind}`);
    expect(kinds.filter((kind, i) => kind !== kinds[i - 1])).toEqual([
      ...['0 speech', '0 update', '0 final'],
      ...['1 speech', '1 update', '1 final'],
    ]);
    const starts = ofKind(events, 'speech').map(({ start }) => start);
    const updates = ofKind(events, 'update');
    for (const [i, { segment, start, end, skipped }] of updates.entries()) {
      expect(end % 0.25).toBe(0);
      expect(start).toBe(Math.max(starts[segment]!, end - 3));
      expect(skipped).toBe(0);
      if (updates[i - 1]?.segment === segment) expect(end - updates[i - 1]!.end).toBe(0.25);
    }
    expect(updates.some(({ start, end }) => end - start === 3)).toBe(true);
    expect(ofKind(events, 'final').map(({ start }) => start)).toEqual(starts);
  });

  it('updates as often and about as much as it is asked for', async () => {
    const options = { updateSeconds: 0.5, windowSeconds: 1 };
    const updates = ofKind(await eventsOf({ samples: SAMPLES, sampleRate: RATE }, options), 'update');
    for (const { start, end } of updates) {
      expect(end % 0.5).toBe(0);
      expect(end - start).toBeLessThanOrEqual(1);
    }
    expect(updates.some(({ start, end }) => end - start === 1)).toBe(true);
  });

  it('answers for an enrolled speaker', async () => {
    const speaker = await recognizer.enroll([{ samples: SAMPLES, sampleRate: RATE }]);
    const of = async (options: StreamOptions) =>
      ofKind(await eventsOf({ samples: SAMPLES, sampleRate: RATE }, options), 'final').map(({ answer }) => answer);
    expect(await of({ speaker })).not.toEqual(await of({}));
  });
});

describe('smoothing', () => {
  it('averages with a time constant of 0.5 s, and begins again with each segment', async () => {
    const updates = ofKind(await eventsOf({ samples: SAMPLES, sampleRate: RATE }), 'update');
    const keep = Math.exp(-0.25 / 0.5);
    let before: Map<string, number> | undefined;
    let last = -1;
    for (const { segment, answer, smoothed } of updates) {
      if (segment !== last) before = undefined;
      last = segment;
      const means = new Map<string, number>();
      for (const { label, probability } of answer.probabilities)
        means.set(label, before ? keep * before.get(label)! + (1 - keep) * probability : probability);
      for (const { label, probability } of smoothed.probabilities)
        expect(probability).toBeCloseTo(means.get(label)!, 12);
      const probabilities = smoothed.probabilities.map(({ probability }) => probability);
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
      expect(smoothed).toMatchObject({ label: smoothed.probabilities[0]!.label, confidence: probabilities[0] });
      before = means;
    }
  });

  it('changes nothing with 0 s', async () => {
    const source = { samples: SAMPLES, sampleRate: RATE };
    for (const { answer, smoothed } of ofKind(await eventsOf(source, { smoothingSeconds: 0 }), 'update'))
      expect(smoothed.probabilities).toEqual(answer.probabilities);
  });
});

describe('sources', () => {
  it('sends the same for chunks of any size from any kind of source', async () => {
    const expected = await eventsOf({ samples: SAMPLES, sampleRate: RATE });
    const audioChunks = Array.from(chunks(SAMPLES, 9999), (samples): Audio => ({ samples, sampleRate: RATE }));
    async function* generator() {
      yield* chunks(SAMPLES, 4411);
    }
    const microphone = Object.assign(generator(), { sampleRate: RATE, waiting: 0 });
    const reader = new ReadableStream<Float32Array>({
      start(controller) {
        for (const chunk of chunks(SAMPLES, 2048)) controller.enqueue(chunk);
        controller.close();
      },
    });
    // Some browsers cannot iterate a stream.
    const plainStream = { getReader: () => reader.getReader() } as ReadableStream<Float32Array>;
    const rate = { sampleRate: RATE };
    expect(await eventsOf(chunks(SAMPLES, 127), rate)).toEqual(expected);
    expect(await eventsOf(audioChunks)).toEqual(expected);
    expect(await eventsOf(generator(), rate)).toEqual(expected);
    expect(await eventsOf(microphone as unknown as SampleSource)).toEqual(expected);
    expect(await eventsOf(plainStream, rate)).toEqual(expected);
  });

  it('takes integers of 16 bits as n / 32768', async () => {
    const integers = Int16Array.from(SAMPLES, (x) => Math.round(32_768 * x));
    const floats = Float32Array.from(integers, (x) => x / 32_768);
    expect(await eventsOf([integers], { sampleRate: RATE })).toEqual(
      await eventsOf({ samples: floats, sampleRate: RATE }),
    );
  });

  it('reads no further than it is asked for', async () => {
    let read = 0;
    function* counting() {
      for (const chunk of chunks(SAMPLES, 441)) {
        read += chunk.length;
        yield chunk;
      }
    }
    const events = recognizer.stream(counting(), { sampleRate: RATE });
    expect(read).toBe(0);
    const { value } = await events.next();
    expect(value).toMatchObject({ kind: 'speech' });
    expect(read / RATE).toBeLessThan(1.5);
    await events.return();
  });

  it('closes a source when the loop is left', async () => {
    let closed = 0;
    function* closing() {
      try {
        yield* chunks(SAMPLES, 441);
      } finally {
        closed++;
      }
    }
    for await (const _ of recognizer.stream(closing(), { sampleRate: RATE })) break;
    expect(closed).toBe(1);
  });

  it('gives the open segment its final answer before the error of a source', async () => {
    const unplugged = new Error('unplugged');
    function* failing() {
      yield SAMPLES.subarray(0, 2 * RATE);
      throw unplugged;
    }
    const events: StreamEvent[] = [];
    const run = (async () => {
      for await (const event of recognizer.stream(failing(), { sampleRate: RATE })) events.push(event);
    })();
    await expect(run).rejects.toBe(unplugged);
    expect(events.at(-1)).toMatchObject({ kind: 'final', end: 2 });
  });

  it('leaves out updates, and says how many, while samples wait in a source that cannot wait', async () => {
    const source = Object.assign([...chunks(SAMPLES, 4410)], { sampleRate: RATE });
    let left = 20;
    async function* slow() {
      for (const chunk of source) {
        left--;
        yield chunk;
      }
    }
    const microphone = Object.assign(slow(), { sampleRate: RATE });
    Object.defineProperty(microphone, 'waiting', { get: () => (left > 0 ? 0.3 : 0.2) });
    const updates = ofKind(await eventsOf(microphone as unknown as SampleSource), 'update');
    expect(updates[0]!.end).toBeGreaterThanOrEqual(2);
    expect(updates[0]!.skipped).toBeGreaterThan(2);
    expect(updates.slice(1).every(({ skipped }) => skipped === 0)).toBe(true);
  });

  it('answers each segment of ten minutes, and keeps no more than the longest', { timeout: 120_000 }, async () => {
    const part = dialogue(20, 16_000, [
      { at: 1, seconds: 3 },
      { at: 6, seconds: 9 },
    ]);
    function* tenMinutes() {
      for (let i = 0; i < 30; i++) yield* chunks(part, 16_000);
    }
    await eventsOf(chunks(part, 16_000), { sampleRate: 16_000, updateSeconds: 5 });
    const used = (): number => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = used();
    const { signal } = new AbortController();
    let most = 0;
    const starts: number[] = [];
    for await (const event of recognizer.stream(tenMinutes(), { sampleRate: 16_000, updateSeconds: 5, signal }))
      if (event.kind === 'final') {
        starts.push(event.start);
        most = Math.max(most, used() - before);
      }
    const expected = Array.from({ length: 30 }, (_, i) => [20 * i + 1, 20 * i + 6]).flat();
    expect(starts.length).toBe(expected.length);
    expect(Math.max(...starts.map((start, i) => Math.abs(start - expected[i]!)))).toBeLessThan(0.1);
    // Ten minutes of samples are 38 MB; a segment of 30 s, its features and what they are made in take 9.
    expect(most).toBeLessThan(12e6);
  });
});

describe('an abort', () => {
  it('ends a stream that waits for its source, with the reason, and closes the source', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    let closed = false;
    const silent: AsyncIterable<Float32Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          closed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const run = eventsOf(silent, { sampleRate: RATE, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(run).rejects.toBe(reason);
    expect(closed).toBe(true);
  });

  it('is a typed error if it has no reason', async () => {
    await expect(eventsOf([SAMPLES], { sampleRate: RATE, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
      message: 'the stream was stopped',
    });
  });
});

describe('refusals', () => {
  const refused = (source: unknown, options: unknown, message: string | RegExp) =>
    expect(eventsOf(source as SampleSource, options as StreamOptions)).rejects.toThrow(message);
  const rate = { sampleRate: RATE };

  it('of sources and chunks that are no samples', async () => {
    await refused(7, rate, 'source must be a Microphone, a ReadableStream');
    await refused(SAMPLES, rate, 'source must be a Microphone, a ReadableStream');
    await refused(['text'], rate, 'chunk must be a Float32Array, an Int16Array, or { samples, sampleRate }');
    await refused([SAMPLES], {}, 'sampleRate must be a number of Hz');
    await refused({ samples: SAMPLES, sampleRate: 0 }, {}, 'sampleRate must be from 1000 to 192000 Hz');
    const audio = { samples: SAMPLES.subarray(0, 99), sampleRate: RATE };
    await refused([audio, { ...audio, sampleRate: 16_000 }], {}, 'sampleRate must be 44100 Hz as before, got 16000');
    const broken = Float32Array.of(0, Number.NaN);
    await refused([new Float32Array(RATE), broken], rate, 'the stream holds NaN at sample 44101 (1.000 s)');
  });

  it('of options out of range or unknown', async () => {
    await refused(
      [],
      { ...rate, updateSeconds: 0 },
      'updateSeconds must be a number of seconds from 0.05 to 60, got 0',
    );
    await refused(
      [],
      { ...rate, windowSeconds: 61 },
      'windowSeconds must be a number of seconds from 0.1 to 60, got 61',
    );
    await refused([], { ...rate, smoothingSeconds: -1 }, 'smoothingSeconds must be');
    await refused([], { ...rate, smoothing: 1 }, 'smoothing is not an option of stream');
    await refused([], { ...rate, speech: { minPause: -1 } }, 'minPause must be 0 or more seconds');
    await refused([], { sampleRate: 12 }, 'sampleRate must be from 1000 to 192000 Hz, got 12');
  });
});
