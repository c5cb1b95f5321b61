import { invalidArgument, SerError } from '@ser/core';
import {
  auditCorpus,
  type Corpus,
  type Finding,
  protocolsFor,
  type SkippedUtterance,
  type Split,
  type SplitAudit,
  utterancesOf,
} from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import { SerModel, startBackend } from '@ser/models';
import {
  type AugmentedVersions,
  checkAugmentation,
  divideTraining,
  type TrainedModel,
  trainModel,
} from '@ser/training';
import type { ExperimentPoint } from '../experiment/expand-experiment.js';
import type { Experiment } from '../experiment/experiment.js';
import type { Run } from '../runs/run.js';
import { type CrossValidateOptions, crossValidate } from './cross-validate.js';
import { evaluateSeeds, type SeededRuns } from './evaluate-seeds.js';
import { Once } from './once.js';
import type { ClipPredictor } from './robustness/clip-predictor.js';
import { type RobustnessRow, robustnessCurves } from './robustness/robustness-curves.js';
import { nestedCrossValidate } from './selection/nested-cross-validate.js';
import { type Candidate, type RecipeSelection, selectRecipe } from './selection/select-recipe.js';
import { StudyFeatures } from './study-features.js';
import type {
  EvaluateStudyOptions,
  NestedSelectOptions,
  SelectOptions,
  StudyOptions,
  StudyRobustnessOptions,
  TrainStudyOptions,
} from './study-options.js';
import { StudySplits } from './study-splits.js';

/**
 * An experiment on a corpus, from {@link openStudy}. It divides, audits, extracts, trains and measures. Corpus, split, audit and
 * features are made once, on first use, and shared by all methods.
 */
export class Study {
  /** The experiment, complete, with its protocol. */
  readonly experiment: Experiment & { readonly protocol: string };
  readonly #options: StudyOptions;
  /** The corpus with all recordings, usable or not. */
  readonly #opened: Corpus;
  readonly #features: StudyFeatures;
  readonly #splits: StudySplits;
  readonly #once = new Once();

  /** Use {@link openStudy}. */
  constructor(experiment: Experiment, corpus: Corpus, options: StudyOptions) {
    const protocol = experiment.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    this.experiment = { ...experiment, protocol };
    this.#options = options;
    this.#opened = corpus;
    this.#features = new StudyFeatures(corpus, experiment.frontEnd, options);
    this.#splits = new StudySplits(this.#features, protocol);
  }

  /** The corpus; after extraction, without the recordings that cannot be used. */
  get corpus(): Corpus {
    return this.#features.corpus;
  }

  /** Utterances whose recording cannot be used, each with the reason; known after extraction. */
  get skipped(): readonly SkippedUtterance[] {
    return this.#features.skipped;
  }

  /** Problems of the corpus that no split can solve, such as a single speaker, each with a sentence. */
  get findings(): readonly Finding[] {
    return auditCorpus(this.corpus);
  }

  /** Features by utterance id, from the experiment's front end. */
  get features(): Promise<ReadonlyMap<string, FeatureMatrix>> {
    return this.#features.of(this.experiment.frontEnd);
  }

  /**
   * The folds by the experiment's protocol. Near-duplicates, which are found by the features, are in one part. It rejects with
   * a `SerError` for a protocol that does not fit the corpus, before features are extracted, and for a leak.
   */
  get split(): Promise<Split> {
    return this.#splits.of([this.experiment.frontEnd], this.experiment.seed);
  }

  /** The audit of the split, which reports what its parts share. */
  get audit(): Promise<SplitAudit> {
    return this.split.then(({ audit }) => audit);
  }

  /**
   * Evaluates the experiment by its protocol: trains on the training part of each fold and predicts its test part, once.
   *
   * @returns the run; with `seeds`, a run for each seed and the spread of their figures.
   * @throws SerError `INVALID_ARGUMENT` for options out of range, `INVALID_CORPUS` for a leak in the split; the reason of
   *   `signal`.
   */
  evaluate(options?: EvaluateStudyOptions & { readonly seeds?: undefined }): Promise<Run>;
  evaluate(options: EvaluateStudyOptions & { readonly seeds: readonly number[] }): Promise<SeededRuns>;
  async evaluate({
    seeds,
    ...options
  }: EvaluateStudyOptions & { readonly seeds?: readonly number[] | undefined } = {}): Promise<Run | SeededRuns> {
    if (!seeds) return crossValidate(await this.#plan(this.experiment.seed, options));
    if (!seeds.every(Number.isSafeInteger)) throw invalidArgument('seeds', seeds, 'a list of distinct integers');
    const all: CrossValidateOptions[] = [];
    for (const seed of seeds) all.push(await this.#plan(seed, options));
    return evaluateSeeds(all);
  }

  /**
   * Chooses among candidates on held-out training speakers, never on test speakers.
   *
   * @param candidates experiments that differ in model, front end, training and augmentation only, from
   *   `expandExperiment`.
   * @returns the ranking on the training part of one fold; with `nested`, the run of a choice in each outer fold.
   * @throws SerError `INVALID_ARGUMENT` for no candidates, two with one name, or options out of range; the reason of `signal`.
   */
  select(
    candidates: readonly ExperimentPoint[],
    options?: SelectOptions & { readonly nested?: false | undefined },
  ): Promise<RecipeSelection>;
  select(candidates: readonly ExperimentPoint[], options: NestedSelectOptions): Promise<Run>;
  async select(
    candidates: readonly ExperimentPoint[],
    {
      nested = false,
      fold: number = 1,
      folds,
      ...options
    }: SelectOptions & { readonly nested?: boolean | undefined; readonly folds?: number | undefined } = {},
  ): Promise<RecipeSelection | Run> {
    const { seed } = this.experiment;
    const frontEnds = candidates.map(({ experiment }) => experiment.frontEnd);
    this.check(candidates.map(({ experiment }) => experiment));
    const split = await this.#splits.of(frontEnds, seed);
    const shared = {
      ...this.#shared(),
      ...options,
      candidates: await this.#candidatesOf(candidates),
      duplicates: await this.#splits.duplicatesOf(frontEnds),
      seed,
    };
    await startBackend();
    if (nested) return nestedCrossValidate({ ...shared, split, folds, environment: this.#options.environment });
    const fold = split.folds[number - 1];
    if (!fold) throw invalidArgument('fold', number, `a number from 1 to ${split.folds.length}`);
    return selectRecipe({ ...shared, ids: fold.train });
  }

  /**
   * Trains a model on all utterances or the given ones, except those of speakers that the recipe holds out and those whose
   * recording cannot be used.
   *
   * @throws SerError `INVALID_ARGUMENT` for options out of range or unknown ids; the reason of `signal`.
   */
  async train({ ids, epochs, checkpoints }: TrainStudyOptions = {}): Promise<TrainedModel> {
    const { model, frontEnd, training, seed, speakerAdaptation, enrollmentClips } = this.experiment;
    if (ids) utterancesOf(this.#opened, ids);
    this.checkCorpus();
    const features = await this.features;
    const usable = ids?.filter((id) => features.has(id));
    const variants = await this.#variantsOf(this.experiment);
    await startBackend();
    return trainModel({
      ...{ corpus: this.corpus, ids: usable, model, frontEnd, seed, features, variants },
      ...{ speakerAdaptation, enrollmentClips },
      training: { ...training, epochs: epochs ?? training.epochs },
      initial: await this.#initial(),
      network: this.#options.network,
      checkpoints,
      ...this.#watch(),
    });
  }

  /**
   * Measures a model under noise, babble, a telephone band, other levels, rooms and short clips.
   *
   * @param model e.g. from {@link Study.train}. It must not have been trained on the speakers that it is measured on.
   * @returns one row for each condition, the clean clips first.
   */
  async robustness(model: ClipPredictor, options: StudyRobustnessOptions = {}): Promise<RobustnessRow[]> {
    const { onProgress, signal } = this.#options;
    return robustnessCurves(model, this.corpus, { ...options, seed: this.experiment.seed, onProgress, signal });
  }

  /**
   * Checks that protocol and recipe fit the corpus, without reading a clip; {@link Study.evaluate} and
   * {@link Study.select} do so first.
   *
   * @param experiments experiments whose recipes are checked; that of the study by default.
   * @throws SerError `INVALID_ARGUMENT` for a protocol that does not fit, for more speakers to hold out than a training part
   *   has, and for augmentation that would mix test clips into training clips.
   */
  check(experiments: readonly Pick<Experiment, 'training' | 'audioAugmentation'>[] = [this.experiment]): void {
    const { seed } = this.experiment;
    this.checkCorpus();
    const split = this.#splits.outline(seed);
    for (const { training, audioAugmentation } of experiments) {
      checkAugmentation(audioAugmentation, split);
      for (const { train } of split.folds) divideTraining(this.corpus, train, training, seed);
    }
  }

  /**
   * Checks that models can be trained on the corpus; all that train do so first.
   *
   * @throws SerError `INVALID_CORPUS` for a corpus of one emotion.
   */
  checkCorpus(): void {
    const fault = this.findings.find(({ severity }) => severity === 'error');
    if (fault) throw new SerError('INVALID_CORPUS', `${this.corpus.name}: ${fault.message}`);
  }

  #watch(): Pick<StudyOptions, 'threads' | 'wasmFolder' | 'onProgress' | 'signal'> {
    const { threads, wasmFolder, onProgress, signal } = this.#options;
    return { threads, wasmFolder, onProgress, signal };
  }

  /** Options that all networks of the study share. */
  #shared() {
    const { speakerAdaptation, enrollmentClips } = this.experiment;
    return { corpus: this.corpus, speakerAdaptation, enrollmentClips, ...this.#watch() };
  }

  /** Returns augmented versions of the clips, if the experiment has any; they follow from its seed. */
  async #variantsOf({
    frontEnd,
    audioAugmentation,
    seed,
  }: Pick<Experiment, 'frontEnd' | 'audioAugmentation' | 'seed'>): Promise<AugmentedVersions | undefined> {
    return audioAugmentation && this.#features.augmented(frontEnd, { ...audioAugmentation, seed });
  }

  #initial(): Promise<SerModel> | undefined {
    const { initial } = this.experiment;
    if (initial === undefined) return undefined;
    return this.#once.get('initial', async () => {
      await startBackend();
      return SerModel.load(initial);
    });
  }

  /** The options of a cross-validation with a seed. */
  async #plan(seed: number, options: EvaluateStudyOptions): Promise<CrossValidateOptions> {
    const { model, frontEnd, training, candidates } = this.experiment;
    this.check();
    const features = await this.features;
    const split = await this.#splits.of([frontEnd], seed);
    const variants = await this.#variantsOf({ ...this.experiment, seed });
    await startBackend();
    return {
      ...this.#shared(),
      ...{ model, frontEnd, training, candidates, seed, split, features, variants },
      network: this.#options.network,
      initial: await this.#initial(),
      environment: this.#options.environment,
      ...options,
    };
  }

  async #candidatesOf(points: readonly ExperimentPoint[]): Promise<Candidate[]> {
    const initial = await this.#initial();
    const candidates: Candidate[] = [];
    for (const { name, experiment } of points) {
      const { model, frontEnd, training } = experiment;
      const features = await this.#features.of(frontEnd);
      const variants = await this.#variantsOf({ ...experiment, seed: this.experiment.seed });
      candidates.push({ name, model, frontEnd, training, features, variants, initial });
    }
    return candidates;
  }
}
