import type { Audio } from '@ser/audio';
import type { Predictor, SpeakerProfile } from '@ser/models/contract';
import { expectTypeOf, it } from 'vitest';
import type {
  LoadOptions,
  ModelDescription,
  RecognizeOptions,
  Recognizer,
  RecordingPrediction,
  SegmentPrediction,
  WorkerRecognizer,
} from './contract.js';
import { loadRecognizer } from './recognizer.js';

it('loadRecognizer() resolves to a recognizer, with worker: true to one whose model is described', () => {
  expectTypeOf(loadRecognizer()).resolves.toEqualTypeOf<Recognizer>();
  expectTypeOf(loadRecognizer('research', { timeoutSeconds: 5 })).resolves.toEqualTypeOf<Recognizer>();
  expectTypeOf(loadRecognizer(undefined, { worker: true })).resolves.toEqualTypeOf<WorkerRecognizer>();
  expectTypeOf<Recognizer['model']>().toEqualTypeOf<Predictor>();
  expectTypeOf<WorkerRecognizer['model']>().toEqualTypeOf<ModelDescription>();
});

it('a recognizer takes paths, bytes, blobs, responses, streams and samples', () => {
  type Input = Parameters<Recognizer['predict']>[0];
  expectTypeOf<string | ArrayBuffer | Uint8Array | Int16Array | Blob | File | Response>().toExtend<Input>();
  expectTypeOf<ReadableStream<Uint8Array> | Audio>().toExtend<Input>();
  expectTypeOf<number>().not.toExtend<Input>();
  expectTypeOf<Recognizer['predict']>().returns.resolves.toEqualTypeOf<RecordingPrediction>();
  expectTypeOf<Recognizer['predictSegments']>().returns.toExtend<AsyncIterable<SegmentPrediction>>();
  expectTypeOf<Recognizer['enroll']>().returns.resolves.toEqualTypeOf<SpeakerProfile>();
});

it('options may be undefined', () => {
  const load: LoadOptions = { worker: undefined, workerUrl: undefined, signal: undefined, timeoutSeconds: undefined };
  const predict: RecognizeOptions = { speaker: undefined, explain: undefined, mono: undefined, signal: undefined };
  void [load, predict];
});

it('wrong options are type errors', () => {
  // @ts-expect-error: a channel has a number
  const channel: RecognizeOptions = { mono: { channel: 'left' } };
  // @ts-expect-error: there is no such mix
  const mix: RecognizeOptions = { mono: 'left' };
  // @ts-expect-error: a profile, not its name
  const speaker: RecognizeOptions = { speaker: 'anna' };
  // @ts-expect-error: worker is true or false
  const worker: LoadOptions = { worker: 'yes' };
  void [channel, mix, speaker, worker];
});
