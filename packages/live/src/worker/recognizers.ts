import { meanAffect } from '@ser/core';
import { SerModel } from '@ser/models';
import { loadRecognizer, type Recognizer } from 'ser';
import { PERSONAL_MODEL } from '../personal/personal-model.js';
import type { ModelChoice, PersonalStore } from '../personal/personal-store.js';
import type { Report } from './messages.js';

/** Returns the rate of the model in Hz. */
export const rateOf = ({ model }: Recognizer): number =>
  Math.max(...model.members.map(({ frontEnd }) => frontEnd.config.sampleRate));

/** Loads a model and predicts once, so that the first answer for the user does not wait for what is made on first use. */
async function load(choice: ModelChoice): Promise<Recognizer> {
  const recognizer = await loadRecognizer(choice === 'personal' ? PERSONAL_MODEL : undefined);
  const sampleRate = rateOf(recognizer);
  const samples = Float32Array.from({ length: sampleRate }, (_, i) => 0.1 * Math.sin(i / 20) * Math.sin(i / 900));
  await recognizer.predict({ samples, sampleRate });
  return recognizer;
}

/** The recognizers of the page: that of the model that it carries, and that of its user. */
export class Recognizers {
  readonly #store: PersonalStore;
  #carried: Promise<Recognizer> | undefined;
  #personal: Promise<Recognizer> | undefined;
  #choice: ModelChoice = 'carried';

  constructor(store: PersonalStore) {
    this.#store = store;
  }

  /** Which model answers. */
  get choice(): ModelChoice {
    return this.#choice;
  }

  /** Returns the recognizer that answers. */
  current(): Promise<Recognizer> {
    if (this.#choice === 'carried') return this.#load('carried');
    this.#personal ??= load('personal');
    return this.#personal;
  }

  /** Returns the model that the page carries. */
  async carriedModel(): Promise<SerModel> {
    const { model } = await this.#load('carried');
    if (!(model instanceof SerModel)) throw new TypeError('the page carries an ensemble, which cannot be fine-tuned');
    return model;
  }

  /** Loads the model that the user chose last; that of the page if theirs is gone or damaged. */
  async begin(): Promise<Recognizer> {
    try {
      this.#choice = await this.#store.choice();
      return await this.current();
    } catch {
      this.#choice = 'carried';
      this.#personal = undefined;
      return this.current();
    }
  }

  /** Lets the other model answer. */
  async choose(choice: ModelChoice): Promise<Recognizer> {
    this.#choice = choice;
    await this.#store.choose(choice);
    return this.current();
  }

  /** Frees the model of the user, which has been replaced or deleted. */
  async forget(): Promise<void> {
    const old = await this.#personal;
    this.#personal = undefined;
    old?.dispose();
  }

  #load(choice: 'carried'): Promise<Recognizer> {
    this.#carried ??= load(choice);
    return this.#carried;
  }
}

/**
 * Returns false for models that subtract the mean of each clip from its features, and so that of its speaker, unless they
 * adapt deviations or scores.
 */
const usesProfiles = ({ members }: Recognizer['model']): boolean =>
  members.some(
    ({ frontEnd, enrollment, neutralScores }) =>
      !frontEnd.config.subtractClipMean || enrollment?.scale || neutralScores !== undefined,
  );

/** Returns what the page shows of a loaded model. */
export function readyReport({ model }: Recognizer, seconds: number): Report {
  return {
    kind: 'ready',
    model: model.card.name,
    labels: model.labels.map((label) => ({ label, affect: meanAffect([{ label, probability: 1 }]) })),
    seconds,
    usesProfiles: usesProfiles(model),
  };
}
