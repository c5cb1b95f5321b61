import type { Recognizer, RecordingPrediction, SampleSource, SpeakerProfile, StreamEvent } from 'ser';
import { describe, expect, it } from 'vitest';
import { ENROLLMENT_SECONDS, type Report } from './messages.js';
import { Take } from './take.js';

const RATE = 16_000;
const ANSWER: RecordingPrediction = {
  label: 'happy',
  confidence: 0.7,
  probabilities: [
    { label: 'happy', probability: 0.7 },
    { label: 'sad', probability: 0.3 },
  ],
  notes: [],
  warnings: [],
};
const ANNA = { name: 'anna' } as unknown as SpeakerProfile;

/** A recognizer that gives one final answer over all samples of a stream, and keeps what it got. */
function scripted() {
  const streams: { samples: number; speaker: SpeakerProfile | undefined }[] = [];
  const enrolled: number[] = [];
  const recognizer = {
    async *stream(source: SampleSource, { speaker }: { speaker?: SpeakerProfile }): AsyncGenerator<StreamEvent> {
      const stream = { samples: 0, speaker };
      streams.push(stream);
      for await (const block of source as AsyncIterable<Float32Array>) stream.samples += block.length;
      const end = stream.samples / RATE;
      if (end > 0) yield { kind: 'final', segment: 0, start: 0, end, answer: ANSWER };
    },
    async enroll([clip]: readonly { samples: Float32Array }[]) {
      enrolled.push(clip!.samples.length);
      return ANNA;
    },
  } as unknown as Recognizer;
  return { recognizer, streams, enrolled };
}

function begin(sampleRate = RATE) {
  const script = scripted();
  const reports: Report[] = [];
  const take = new Take(script.recognizer, sampleRate, RATE, (report) => reports.push(report));
  take.listen(undefined);
  const of = <K extends Report['kind']>(kind: K) =>
    reports.filter((report): report is Extract<Report, { kind: K }> => report.kind === kind);
  return { ...script, take, of };
}

const second = (rate = RATE): Float32Array => new Float32Array(rate).fill(0.1);

describe('Take', () => {
  it('gives every sample to the recognizer at the rate of the model, and posts its answers', async () => {
    const { take, streams, of } = begin(48_000);
    for (let i = 0; i < 3; i++) take.push(second(48_000));
    await take.end();
    expect(streams).toEqual([{ samples: 3 * RATE, speaker: undefined }]);
    expect(of('final')).toMatchObject([{ start: 0, end: 3, answer: { label: 'happy', confidence: 0.7 } }]);
    expect(take.recording.seconds).toBe(3);
  });

  it('answers for another speaker from where that is asked for, in seconds of the whole recording', async () => {
    const { take, streams, of } = begin();
    take.push(second());
    take.push(second());
    take.listen(ANNA);
    take.push(second());
    await take.end();
    expect(streams).toEqual([
      { samples: 2 * RATE, speaker: undefined },
      { samples: RATE, speaker: ANNA },
    ]);
    expect(of('final').map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [2, 3],
    ]);
  });

  it('enrolls from the next ten seconds without answering them, and then answers for the voice', async () => {
    const { take, streams, enrolled, of } = begin();
    take.push(second());
    take.enroll();
    for (let i = 0; i < ENROLLMENT_SECONDS; i++) take.push(second());
    await expect.poll(() => of('enrolled')).toEqual([{ kind: 'enrolled', speaker: ANNA, notes: [] }]);
    take.push(second());
    await take.end();
    expect(enrolled).toEqual([ENROLLMENT_SECONDS * RATE]);
    expect(of('enrolling').at(-1)).toEqual({ kind: 'enrolling', seconds: ENROLLMENT_SECONDS });
    expect(streams).toEqual([
      { samples: RATE, speaker: undefined },
      { samples: RATE, speaker: ANNA },
    ]);
    expect(of('final').at(-1)).toMatchObject({ start: 11, end: 12 });
  });

  it('says so if the recording ends before the enrollment is done', async () => {
    const { take, enrolled, of } = begin();
    take.enroll();
    take.push(second());
    await take.end();
    expect(enrolled).toEqual([]);
    expect(of('failed')).toMatchObject([{ during: 'enroll', failure: { code: 'ABORTED' } }]);
  });
});
