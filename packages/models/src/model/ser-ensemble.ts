import { type Emotion, invalidArgument, printable, SerError, type Steps, type TimeLimit } from '@ser/core';
import type { Signal } from '@ser/dsp';
import { openModelFolder } from '#open-folder';
import { ENSEMBLE_JSON, encodeEnsemble, readEnsemble } from '../model-file/ensemble-file.js';
import type { FolderContent } from '../model-file/folders/model-folder.js';
import type { ModelCard } from '../model-file/model-card.js';
import { type Prediction, rankProbabilities } from '../predict/prediction.js';
import type { PredictOptions, Predictor } from './predictor.js';
import { type SaveOptions, SerModel } from './ser-model.js';

/** The parts of a {@link SerEnsemble}. */
export interface SerEnsembleParts {
  /** Models that know the same emotions, in any order; front ends, windows and networks may differ. */
  members: readonly SerModel[];
  card: ModelCard;
}

async function filesOf(member: SerModel, options: SaveOptions): Promise<FolderContent> {
  const [entry, ...parts] = await member.files(options);
  return { entry: entry!, parts };
}

/**
 * Several models that answer as one: by the mean of their calibrated probabilities. Models that see the sound differently
 * (another front end, architecture or seed) err differently, and the mean errs less.
 *
 * @example
 * const ensemble = new SerEnsemble({ members: [mel, mfcc], card });
 * ensemble.predict({ samples, sampleRate: 16_000 });
 * await ensemble.save('models/both');
 */
export class SerEnsemble implements Predictor {
  readonly members: readonly SerModel[];
  readonly labels: readonly Emotion[];
  readonly card: ModelCard;

  /** @throws SerError `INVALID_ARGUMENT` without members, and for members that know different emotions. */
  constructor({ members, card }: SerEnsembleParts) {
    const [first] = members;
    if (first === undefined) throw invalidArgument('members', members, 'a list of at least one model');
    for (const [index, { labels }] of members.entries())
      if (labels.length !== first.labels.length || !labels.every((label) => first.labels.includes(label)))
        throw invalidArgument(`members.${index}.labels`, labels, `${first.labels.join(', ')} as the first member's`);
    this.members = [...members];
    this.labels = [...first.labels];
    this.card = card;
  }

  /**
   * Returns the emotion of a clip of any duration and sample rate.
   *
   * @throws SerError `INVALID_ARGUMENT` for the profile of another model, and after `dispose`.
   */
  predict(audio: Signal, options: PredictOptions = {}): Prediction {
    return this.predictMany([audio], options)[0]!;
  }

  /**
   * Returns the emotion of each clip, as {@link SerEnsemble.predict} does, with many clips passing through the networks
   * at once.
   *
   * @throws SerError as `predict`.
   */
  predictMany(clips: Iterable<Signal>, options: PredictOptions = {}): Prediction[] {
    if (options.explain)
      throw new SerError('INVALID_ARGUMENT', 'explain does not work with ensembles', {
        hint: 'Ask one of its `members`.',
      });
    const all = [...clips];
    const answers = this.members.map((member) => member.predictMany(all, options));
    return all.map((_, clip) => this.#join(answers.map((answer) => answer[clip]!)));
  }

  /**
   * Does the work of {@link SerEnsemble.predict} in steps of some milliseconds, with the same bits.
   *
   * @throws SerError as `predict`, when a step is taken.
   */
  *predictSteps(audio: Signal, options: PredictOptions = {}): Steps<Prediction> {
    const answers: Prediction[] = [];
    for (const member of this.members) {
      answers.push(yield* member.predictSteps(audio, options));
      yield;
    }
    return this.#join(answers);
  }

  /** Returns the mean of the members' answers for one clip; more than half of them must be uncertain for it to be so. */
  #join(answers: readonly Prediction[]): Prediction {
    const means = new Map(this.labels.map((label) => [label, 0]));
    for (const answer of answers)
      for (const { label, probability } of answer.probabilities)
        means.set(label, means.get(label)! + probability / this.members.length);
    const uncertain = answers.flatMap((answer) => answer.uncertain ?? []);
    return {
      ...rankProbabilities(this.labels, [...means.values()]),
      uncertain: 2 * uncertain.length > this.members.length ? uncertain[0] : undefined,
    };
  }

  /**
   * Saves the ensemble as one folder: `ensemble.json` and a sub-folder for each member, which is a model of its own. An
   * ensemble or model that is there already is replaced whole.
   *
   * @param folder a folder's path; in browsers ensembles can be loaded, not saved.
   * @throws SerError `FILE_ACCESS` where it cannot be written, or where the folder holds something else.
   */
  async save(folder: string, options: SaveOptions = {}): Promise<void> {
    const target = openModelFolder(folder);
    if (!target.write)
      throw new SerError('UNSUPPORTED_PLATFORM', `an ensemble cannot be saved to ${folder} from here`, {
        hint: 'Save its members one by one.',
      });
    const files = await Promise.all(this.members.map((member) => filesOf(member, options)));
    await target.write(encodeEnsemble(files, this.card));
  }

  /**
   * Loads an ensemble that {@link SerEnsemble.save} wrote.
   *
   * @param folder in Node a folder's path; anywhere its URL.
   * @param limit `signal` and `timeoutSeconds` (120 by default) for each file of a URL.
   * @throws SerError `NOT_FOUND` where there is no ensemble, `INVALID_MODEL` where its files are missing, damaged, or do
   *   not fit together.
   */
  static async load(folder: string, limit: TimeLimit = {}): Promise<SerEnsemble> {
    const place = openModelFolder(folder, limit);
    return await readEnsemble(place, async (names, card) => {
      const members: SerModel[] = [];
      try {
        for (const name of names) members.push(await SerModel.load(place.inside(name), limit));
        return new SerEnsemble({ members, card });
      } catch (cause) {
        for (const member of members) member.dispose();
        if (cause instanceof SerError && cause.code === 'INVALID_MODEL') throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new SerError('INVALID_MODEL', `${printable(folder)}: ${ENSEMBLE_JSON}: ${reason}`, { cause });
      }
    });
  }

  /**
   * Frees the members' weights.
   *
   * @throws SerError `INVALID_ARGUMENT` if they are freed already.
   */
  dispose(): void {
    for (const member of this.members) member.dispose();
  }
}
