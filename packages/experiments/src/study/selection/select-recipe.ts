import { invalidArgument, type ProgressListener, SerError } from '@ser/core';
import { type Corpus, type NearDuplicate, splitCorpus, utterancesOf } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import type { ModelSpec, SerModel } from '@ser/models';
import type { AdaptationKind, AugmentedVersions, CheckpointStore, TrainingRecipe } from '@ser/training';
import type { Run } from '../../runs/run.js';
import { crossValidate } from '../cross-validate.js';
import { networkCounter } from '../network-counter.js';
import { partOfStore } from '../part-of-store.js';

/** A recipe to choose from. */
export interface Candidate {
  /** Its name in the ranking. */
  readonly name: string;
  readonly model: ModelSpec;
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /** Features by utterance id, from this front end. */
  readonly features: ReadonlyMap<string, FeatureMatrix>;
  /** Augmented versions, see `crossValidate`. */
  readonly variants?: AugmentedVersions | undefined;
  /** Model with the initial weights, trained on other corpora, see `crossValidate`. */
  readonly initial?: SerModel | undefined;
}

/** Options of `selectRecipe`. */
export interface SelectRecipeOptions {
  readonly corpus: Corpus;
  /** Utterances of the training part, e.g. `fold.train` of a split. No others are read. */
  readonly ids: readonly string[];
  /** At least one, with different names. */
  readonly candidates: readonly Candidate[];
  /** Utterances that are the same recording; none by default. */
  readonly duplicates?: readonly NearDuplicate[] | undefined;
  readonly speakerAdaptation?: AdaptationKind | undefined;
  readonly enrollmentClips?: number | undefined;
  /** Groups of training speakers that take turns at being held out; 3 by default. */
  readonly innerFolds?: number | undefined;
  /** Seed of the groups and of all training: every candidate is evaluated on the same groups. */
  readonly seed: number;
  /** Number of folds that are run at the same time, see `crossValidate`. */
  readonly threads?: number | undefined;
  readonly wasmFolder?: string | undefined;
  /**
   * Storage of states and outcomes of all networks. If it holds some, finished networks are not trained again and the others
   * resume, with the same ranking. The options must be the same, including the order of candidates.
   */
  readonly checkpoints?: CheckpointStore | undefined;
  /**
   * Receives the number of trained networks and their total; figures are those of `crossValidate` and `candidate`, its number
   * from 1.
   */
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A candidate with its figures on held-out training speakers. */
export interface RankedCandidate {
  readonly candidate: Candidate;
  /** Figures over all inner folds, to choose by and not to publish. */
  readonly metrics: Run['metrics'];
}

/** The outcome of `selectRecipe`. */
export interface RecipeSelection {
  readonly best: Candidate;
  /** Candidates by UAR, the best first; equal ones in the given order. */
  readonly ranking: readonly RankedCandidate[];
  /** Number of candidates. */
  readonly candidates: number;
  /** The training speakers that the choice was made on, sorted. Figures on them would be too good. */
  readonly speakers: readonly string[];
}

/**
 * Chooses among recipes on training speakers only: the speakers of `ids` are divided into groups, and each candidate is
 * cross-validated over the groups. Candidates get a corpus without the other utterances.
 *
 * @throws SerError `INVALID_ARGUMENT` without candidates, for two with one name, for unknown ids or too few speakers;
 *   `ABORTED` through `signal`.
 */
export async function selectRecipe(options: SelectRecipeOptions): Promise<RecipeSelection> {
  const { corpus, ids, candidates, innerFolds = 3, duplicates, checkpoints, onProgress, ...rest } = options;
  if (candidates.length === 0) throw invalidArgument('candidates', candidates, 'a list of at least one candidate');
  const names = candidates.map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalidArgument('candidates', names, 'candidates with different names');
  const part = trainingCorpus(corpus, ids);
  const split = splitCorpus(part, `speaker-${innerFolds}`, { seed: rest.seed, duplicates });
  const ranking: RankedCandidate[] = [];
  const watch = networkCounter(`${corpus.name} networks`, candidates.length * innerFolds, onProgress);
  for (const [i, candidate] of candidates.entries()) {
    const { name: _, ...recipe } = candidate;
    try {
      const { metrics } = await crossValidate({
        ...rest,
        ...recipe,
        corpus: part,
        split,
        ...watch(i * innerFolds, innerFolds, { candidate: i + 1 }),
        checkpoints: checkpoints && partOfStore(checkpoints, `candidate ${i + 1}, inner `),
      });
      ranking.push({ candidate, metrics });
    } catch (error) {
      if (!(error instanceof SerError) || error.code !== 'ABORTED') throw error;
      // The cause counts the folds of one candidate.
      throw new SerError('ABORTED', `training was stopped in candidate ${i + 1} of ${candidates.length}`, {
        cause: error,
        hint: error.hint,
      });
    }
  }
  ranking.sort((a, b) => b.metrics.uar.value - a.metrics.uar.value);
  return {
    best: ranking[0]!.candidate,
    ranking,
    candidates: candidates.length,
    speakers: [...new Set(part.utterances.map(({ speaker }) => speaker))].sort(),
  };
}

/** Returns the corpus with the given utterances only; classes keep their numbers. */
function trainingCorpus(corpus: Corpus, ids: readonly string[]): Corpus {
  const wanted = new Set(utterancesOf(corpus, ids).map(({ id }) => id));
  return {
    ...corpus,
    utterances: corpus.utterances.filter(({ id }) => wanted.has(id)),
    async read(utterance) {
      if (!wanted.has(utterance.id)) {
        throw new SerError('INVALID_ARGUMENT', `utterance ${utterance.id} is not in the training part`);
      }
      return corpus.read(utterance);
    },
  };
}
