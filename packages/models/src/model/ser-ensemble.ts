import { type Emotion, invalidArgument, SerError } from '@ser/core';
import type { Signal } from '@ser/dsp';
import type { io } from '@tensorflow/tfjs-core';
import { openModelFolder } from '#open-folder';
import { ENSEMBLE_JSON, encodeEnsemble, readEnsemble } from '../model-file/ensemble-file.js';
import type { ModelCard } from '../model-file/model-card.js';
import { encodeModelFiles } from '../model-file/model-file.js';
import type { ModelFile } from '../model-file/model-folder.js';
import { type Prediction, rankProbabilities } from '../predict/prediction.js';
import type { PredictOptions, Predictor } from './predictor.js';
import { type SaveOptions, SerModel } from './ser-model.js';

/** What a {@link SerEnsemble} is made of. */
export interface SerEnsembleParts {
  /** Models that know the same emotions, in any order; front ends, windows and networks may differ. */
  members: readonly SerModel[];
  card: ModelCard;
}

/** The files of a saved model, as if they lay in a sub-folder. */
async function filesOf(member: SerModel, folder: string, options: SaveOptions): Promise<ModelFile[]> {
  let files: ModelFile[] = [];
  await member.save(
    {
      async save(artifacts: io.ModelArtifacts) {
        files = encodeModelFiles(artifacts);
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      },
    },
    options,
  );
  return files.map(({ name, bytes }) => ({ name: `${folder}/${name}`, bytes }));
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
   * Recognizes the emotion of a clip of any duration and sample rate.
   *
   * @throws SerError `INVALID_ARGUMENT` for a speaker's profile that was made with another model.
   */
  predict(audio: Signal, options: PredictOptions = {}): Prediction {
    const means = new Map(this.labels.map((label) => [label, 0]));
    for (const member of this.members)
      for (const { label, probability } of member.predict(audio, options).probabilities)
        means.set(label, means.get(label)! + probability / this.members.length);
    return rankProbabilities(this.labels, [...means.values()]);
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
    const names = this.members.map((_, index) => `member-${index + 1}`);
    const files = await Promise.all(names.map((name, index) => filesOf(this.members[index]!, name, options)));
    await target.write([encodeEnsemble({ members: names, card: this.card }), ...files.flat()]);
  }

  /**
   * Loads an ensemble that {@link SerEnsemble.save} wrote.
   *
   * @param folder in Node a folder's path; anywhere its URL.
   * @throws SerError `NOT_FOUND` where there is no ensemble, `INVALID_MODEL` where its files are missing, damaged, or do
   *   not fit together.
   */
  static async load(folder: string): Promise<SerEnsemble> {
    const place = openModelFolder(folder);
    const { members: names, card } = await readEnsemble(place);
    const members: SerModel[] = [];
    try {
      for (const name of names) members.push(await SerModel.load(place.inside(name)));
      return new SerEnsemble({ members, card });
    } catch (cause) {
      for (const member of members) member.dispose();
      if (cause instanceof SerError && cause.code === 'INVALID_MODEL') throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SerError('INVALID_MODEL', `${folder}: ${ENSEMBLE_JSON}: ${reason}`, { cause });
    }
  }

  /** Frees the members' weights; neither the ensemble nor its members can be used afterwards. */
  dispose(): void {
    for (const member of this.members) member.dispose();
  }
}
