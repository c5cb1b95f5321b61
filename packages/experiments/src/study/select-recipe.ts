import { invalidArgument, type ProgressListener, SerError } from '@ser/core';
import { type Corpus, type NearDuplicate, splitCorpus, utterancesOf } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import type { ModelSpec, SerModel } from '@ser/models';
import {
  type CheckpointStore,
  type NormalizationKind,
  partOfStore,
  type TrainingRecipe,
  type Variants,
} from '@ser/training';
import type { Run } from '../runs/run.js';
import { crossValidate } from './cross-validate.js';
import { networkCounter } from './network-counter.js';

/** A recipe that is to be chosen or not. */
export interface Candidate {
  /** How the ranking calls it. */
  readonly name: string;
  readonly model: ModelSpec;
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /** Features of the utterances by id, of this front end. */
  readonly features: ReadonlyMap<string, FeatureMatrix>;
  /** Altered copies, see `crossValidate`. */
  readonly variants?: Variants | undefined;
  /** A model of other corpora to begin with, see `crossValidate`. */
  readonly initial?: SerModel | undefined;
}

/** Options of {@link selectRecipe}. */
export interface SelectRecipeOptions {
  readonly corpus: Corpus;
  /** The training part: utterances to choose by, e.g. `fold.train` of a split. No others are read. */
  readonly ids: readonly string[];
  /** At least one, with different names. */
  readonly candidates: readonly Candidate[];
  /** Utterances that are the same recording; none by default. */
  readonly duplicates?: readonly NearDuplicate[] | undefined;
  readonly normalization?: NormalizationKind | undefined;
  readonly enrollmentClips?: number | undefined;
  /** Groups of training speakers that take turns at being judged; 3 by default. */
  readonly innerFolds?: number | undefined;
  /** Seed of the groups and of all training: every candidate is judged on the same groups. */
  readonly seed: number;
  /** Folds that are run at once, see `crossValidate`. */
  readonly threads?: number | undefined;
  readonly wasmFolder?: string | undefined;
  /**
   * Where states and outcomes of all networks are kept: with a store that has some, what has ended is not trained again
   * and the rest goes on, to the same ranking. The options must be the same, the order of candidates included.
   */
  readonly checkpoints?: CheckpointStore | undefined;
  /**
   * Told how many networks have been trained, of how many in all; figures are those of `crossValidate` with `candidate`,
   * from 1.
   */
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a candidate did on held-out training speakers. */
export interface RankedCandidate {
  readonly candidate: Candidate;
  /** Over all inner folds; figures to choose by, not to publish. */
  readonly metrics: Run['metrics'];
}

/** The outcome of {@link selectRecipe}. */
export interface RecipeSelection {
  readonly best: Candidate;
  /** By UAR, the best first; of equals the one named first. */
  readonly ranking: readonly RankedCandidate[];
  /** How many candidates there were. */
  readonly candidates: number;
  /** The training speakers that the choice was made by, sorted. To them the chosen recipe is no longer new. */
  readonly speakers: readonly string[];
}

/**
 * Chooses among recipes by training speakers alone: the speakers of `ids` are divided into groups, and each candidate is
 * cross-validated over the groups. The corpus that candidates are given holds no other utterances.
 *
 * @throws SerError `INVALID_ARGUMENT` without candidates, for two of one name, for unknown ids or too few speakers;
 *   `ABORTED` through `signal`.
 */
export async function selectRecipe(options: SelectRecipeOptions): Promise<RecipeSelection> {
  const { corpus, ids, candidates, innerFolds = 3, duplicates, checkpoints, onProgress, ...rest } = options;
  if (candidates.length === 0) throw invalidArgument('candidates', candidates, 'a list of at least one candidate');
  const names = candidates.map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalidArgument('candidates', names, 'of different names');
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
  ranking.sort((a, b) => b.metrics.uar - a.metrics.uar);
  return {
    best: ranking[0]!.candidate,
    ranking,
    candidates: candidates.length,
    speakers: [...new Set(part.utterances.map(({ speaker }) => speaker))].sort(),
  };
}

/** The corpus as if it had the given utterances only; classes keep their numbers. */
function trainingCorpus(corpus: Corpus, ids: readonly string[]): Corpus {
  const wanted = new Set(utterancesOf(corpus, ids).map(({ id }) => id));
  return {
    ...corpus,
    utterances: corpus.utterances.filter(({ id }) => wanted.has(id)),
    async read(utterance) {
      if (!wanted.has(utterance.id)) {
        throw new SerError('INVALID_ARGUMENT', `utterance ${utterance.id} is not of the training part`);
      }
      return corpus.read(utterance);
    },
  };
}
