import { SerModel } from '@ser/models';
import { embedClip, fineTune, LEAST_CLIPS } from '@ser/training';
import { io } from '@tensorflow/tfjs-core';
import { zipSync } from 'fflate';
import type { FineTuning, PersonalStore, StoredClip } from './personal-store.js';

/** Where the browser keeps the model of the user. */
export const PERSONAL_MODEL = 'indexeddb://ser-live-personal';

/** Name of the model, and of the folder in its archive. */
const NAME = 'my-model';

/** Full scale of samples of 16 bits. */
const FULL_SCALE = 32_767;

/** What is kept of the user, as the page shows it. */
export interface PersonalSummary {
  readonly clips: readonly ClipSummary[];
  /** Undefined if there is no model. */
  readonly fineTuning: FineTuning | undefined;
  /** Bytes of clips and model in the browser. */
  readonly bytes: number;
  /** Clips of each emotion that fine-tuning needs. */
  readonly leastClips: number;
}

/** A clip without its samples. */
export interface ClipSummary extends Pick<StoredClip, 'id' | 'emotion' | 'source'> {
  readonly seconds: number;
}

/** Returns samples as a clip keeps them. */
export const quantized = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (sample) => Math.round(FULL_SCALE * Math.max(-1, Math.min(1, sample))));

/** Returns the samples of a clip. */
export const samplesOf = ({ samples }: StoredClip): Float32Array<ArrayBuffer> =>
  Float32Array.from(samples, (sample) => sample / FULL_SCALE);

/** The clips of the user, and the model that is fine-tuned on them. */
export class PersonalModel {
  readonly #store: PersonalStore;
  /** Embeddings by the id of their clip: fine-tuning changes no layer that they depend on. */
  readonly #embeddings = new Map<number, number[][]>();

  constructor(store: PersonalStore) {
    this.#store = store;
  }

  /**
   * Fine-tunes the model of the page on all clips, and keeps the result.
   *
   * @returns true if it recognizes clips that were left out better than the model of the page does.
   * @throws SerError `INVALID_ARGUMENT` for too few clips.
   */
  async fineTune(carried: SerModel, onProgress: (done: number, total: number) => void): Promise<boolean> {
    const embedded = (await this.#store.all()).map((clip) => ({
      emotion: clip.emotion,
      embeddings: this.#embed(carried, clip),
    }));
    const { model, clips, before, after } = await fineTune(carried, embedded, {
      card: { name: NAME },
      onProgress: ({ done, total }) => onProgress(done, total),
    });
    await model.save(PERSONAL_MODEL);
    const bytes = (await model.files()).reduce((sum, { bytes }) => sum + bytes.length, 0);
    model.dispose();
    await this.#store.noteFineTuning({ clips, before: before.right, after: after.right, bytes });
    return after.right >= before.right && after.logLoss < before.logLoss;
  }

  async summary(): Promise<PersonalSummary> {
    const clips = await this.#store.all();
    const fineTuning = await this.#store.fineTuning();
    return {
      clips: clips.map(({ id, emotion, source, samples, sampleRate }) => ({
        ...{ id, emotion, source },
        seconds: samples.length / sampleRate,
      })),
      fineTuning,
      bytes: clips.reduce((sum, { samples }) => sum + samples.byteLength, fineTuning?.bytes ?? 0),
      leastClips: LEAST_CLIPS,
    };
  }

  /** Returns a zip archive of the model folder, and its file name. */
  async archive(): Promise<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
    const model = await SerModel.load(PERSONAL_MODEL);
    const files = await model.files();
    model.dispose();
    const bytes = zipSync(Object.fromEntries(files.map(({ name, bytes }) => [`${NAME}/${name}`, bytes])));
    return { name: `${NAME}.zip`, bytes: bytes as Uint8Array<ArrayBuffer> };
  }

  /** Deletes the model; the clips stay. */
  async delete(): Promise<void> {
    if (!(await this.#store.fineTuning())) return;
    await io.removeModel(PERSONAL_MODEL);
    await this.#store.noteFineTuning(undefined);
  }

  #embed(carried: SerModel, clip: StoredClip): number[][] {
    const known = this.#embeddings.get(clip.id) ?? embedClip(carried, { ...clip, samples: samplesOf(clip) });
    this.#embeddings.set(clip.id, known);
    return known;
  }
}
