import { type Audio, checkLevel } from '@ser/audio';
import type { SerEnsemble, SerModel } from '@ser/models';
import type { Predictor, SpeakerProfile } from '@ser/models/contract';
import type { LoadOptions, ModelDescription, RecognizeOptions, Recognizer, RecordingPrediction } from '../contract.js';
import { openModel } from '../pretrained.js';
import { segmentAnswers } from '../stream/predict-segments.js';
import { type StreamModel, streamAnswers } from '../stream/stream-answers.js';
import type { NamedAudio } from './audible.js';
import { enrollAudio, recognizeAudio } from './recognize.js';
import { nameOf, ownBuffers, toAudio, toBlocks, toNamedAudio } from './recording.js';
import { type ReadyModel, withEncoders } from './with-encoders.js';

/** How an engine is called. */
export interface EngineOptions {
  readonly signal?: AbortSignal | undefined;
  /** Buffers of the samples that the engine may keep; it must leave all others as they are. */
  readonly own: readonly ArrayBuffer[];
}

/** Where a model runs: in this thread, or in a worker. It gets decoded recordings. */
export interface Engine {
  readonly description: ModelDescription;
  predict(name: string, audio: Audio, options: RecognizeOptions & EngineOptions): Promise<RecordingPrediction>;
  enroll(recordings: readonly NamedAudio[], options: EngineOptions): Promise<SpeakerProfile>;
}

/** Returns what there is to know of a model before it predicts. */
export function describe({ labels, card, members }: Predictor): ModelDescription {
  return { labels, card, sampleRate: Math.max(...members.map(({ frontEnd }) => frontEnd.config.sampleRate)) };
}

/** Loads a model, with the speech encoders that it needs. */
export async function openReadyModel(
  path: string | undefined,
  { encoder, ...limit }: LoadOptions = {},
): Promise<ReadyModel<SerModel | SerEnsemble>> {
  const folders = path === undefined || path.includes('://') ? [] : [path];
  return withEncoders(await openModel(path, limit), { encoder, folders, signal: limit.signal });
}

/** Loads a model that runs in this thread. */
export async function openEngine(
  path: string | undefined,
  options: LoadOptions,
): Promise<Engine & { readonly model: Predictor; dispose(): void }> {
  const { model, dispose } = await openReadyModel(path, options);
  return {
    model,
    dispose,
    description: describe(model),
    predict: (name, audio, { own: _, ...options }) => recognizeAudio(model, name, audio, options),
    enroll: (recordings, { signal }) => enrollAudio(model, recordings, { signal }),
  };
}

/** What a recognizer does, wherever its model runs. */
export function methodsOf(engine: Engine): Omit<Recognizer, 'model' | 'dispose'> {
  const answers = ({ speaker, explain, signal }: RecognizeOptions, name: string): StreamModel => ({
    sampleRate: engine.description.sampleRate,
    predict: (audio) => engine.predict(name, audio, { speaker, explain, signal, own: [] }),
  });
  return {
    async predict(input, { mono, ...options } = {}) {
      const audio = await toAudio(input, { mono, signal: options.signal });
      return engine.predict(nameOf(input), audio, { ...options, own: ownBuffers(input, audio) });
    },
    predictSegments(input, options = {}) {
      return segmentAnswers(answers(options, nameOf(input)), toBlocks(input, options), nameOf(input), options);
    },
    async enroll(clips, options = {}) {
      const recordings = await toNamedAudio(clips, options);
      for (const { name, audio } of recordings)
        for (const note of [...(audio.notes ?? []), ...checkLevel(audio).map(({ message }) => message)])
          options.onNote?.(`${name}: ${note}`);
      const own = recordings.flatMap(({ audio }, index) => ownBuffers(clips[index]!, audio));
      return engine.enroll(recordings, { signal: options.signal, own });
    },
    stream(source, options = {}) {
      return streamAnswers(answers(options, 'the stream'), source, options);
    },
  };
}
