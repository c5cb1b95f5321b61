import {
  invalidArgument,
  type ProgressListener,
  Random,
  runInTurns,
  SerError,
  startProgress,
  throwIfAborted,
} from '@ser/core';
import { below } from '@ser/core/schema';
import { type Corpus, type Utterance, utterancesOf } from '@ser/datasets';
import type { UtterancePrediction } from '@ser/training';
import { confusionMatrix, pauses, requireKnownEmotions, scoresOf } from '@ser/training';
import type { ClipAudio, ClipPredictor } from './clip-predictor.js';
import { CORRUPTIONS, type Corruption, corrupt, drawRooms } from './corruptions.js';

/** Maximum number of recordings that the voices of babble are drawn from, and number of voices. */
const POOL = 48;
const VOICES = 6;

/** Options of `robustnessCurves`. */
export interface RobustnessOptions {
  /** Utterances to measure; all of the corpus by default. The model must not have been trained on their speakers. */
  readonly ids?: readonly string[] | undefined;
  /** The corruptions to measure and their values, see {@link Corruption}; those of `CORRUPTIONS` by default. */
  readonly conditions?: Partial<Readonly<Record<Corruption, readonly number[]>>> | undefined;
  /** Seed of noise, voices, rooms and positions. */
  readonly seed: number;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The figures of a model under one condition. Rates are fractions of 1. */
export interface RobustnessRow {
  /** The corruption, or `clean` for the original clips. */
  readonly condition: Corruption | 'clean';
  /** In the unit of the corruption; 0 for `clean`. */
  readonly value: number;
  readonly uar: number;
  readonly war: number;
  /** Number of utterances. */
  readonly n: number;
}

interface Condition {
  readonly kind: Corruption | 'clean';
  readonly value: number;
  readonly answers: Pick<UtterancePrediction, 'truth' | 'predicted'>[];
}

/**
 * Measures a model under noise, babble, a telephone band, other levels, rooms and short clips. Each clip has the same noise at
 * all ratios, the same room at all reverberation times, and so on. Babble is mixed from other speakers of the measured
 * utterances, if there are any, and never from the clip itself.
 *
 * @returns one row for each condition, `clean` first, then in the order of `conditions`.
 * @throws SerError `INVALID_ARGUMENT` for options out of range, an unknown id, or an emotion that is not a label of the model;
 *   `ABORTED` through `signal`; the error of a clip that cannot be corrupted, with its id.
 * @example
 * const rows = await robustnessCurves(model, corpus, { ids: fold.test, seed: 1, conditions: { white: [20, 10, 0] } });
 */
export async function robustnessCurves(
  model: ClipPredictor,
  corpus: Corpus,
  options: RobustnessOptions,
): Promise<RobustnessRow[]> {
  const { ids = corpus.utterances.map(({ id }) => id), conditions = CORRUPTIONS, seed, onProgress, signal } = options;
  const utterances = utterancesOf(corpus, ids);
  if (utterances.length === 0) throw invalidArgument('ids', ids, 'a non-empty list');
  requireKnownEmotions(model, utterances);
  const random = new Random(seed).fork('robustness');
  const plan = planConditions(conditions);
  const babbles = plan.some(({ kind }) => kind === 'babble');
  const pool = babbles ? await readPool(corpus, random.fork('pool').shuffle(utterances).slice(0, POOL)) : [];
  const rooms = drawRooms(random.fork('rooms'));
  const progress = startProgress(`robustness on ${corpus.name}`, utterances.length, onProgress);
  const pause = pauses();
  for (const utterance of utterances) {
    const audio = await corpus.read(utterance);
    const own = random.fork(utterance.id);
    const voices = babbles ? voicesFor(utterance, pool, own.fork('voices')) : [];
    const response = rooms.of(utterance.id);
    for (const { kind, value, answers } of plan) {
      await pause();
      throwIfAborted(signal, 'the measurement was stopped');
      const heard =
        kind === 'clean'
          ? audio
          : below(`utterance ${utterance.id}: `, () =>
              corrupt(audio, kind, value, { random: () => own.fork(kind), voices, response }),
            );
      const { label } = model.predictSteps
        ? await runInTurns(model.predictSteps(heard), { signal })
        : model.predict(heard);
      answers.push({ truth: utterance.emotion, predicted: label });
    }
    progress.advance();
  }
  return plan.map(({ kind, value, answers }) => {
    const { uar, war } = scoresOf(confusionMatrix(answers, model.labels));
    return { condition: kind, value, uar, war, n: answers.length };
  });
}

function planConditions(conditions: NonNullable<RobustnessOptions['conditions']>): Condition[] {
  const plan: Condition[] = [{ kind: 'clean', value: 0, answers: [] }];
  for (const [kind, values] of Object.entries(conditions)) {
    if (!Object.hasOwn(CORRUPTIONS, kind))
      throw invalidArgument('conditions', kind, Object.keys(CORRUPTIONS).join(', '));
    for (const value of values) {
      if (!Number.isFinite(value)) throw invalidArgument(`conditions.${kind}`, value, 'finite numbers');
      plan.push({ kind: kind as Corruption, value, answers: [] });
    }
  }
  return plan;
}

interface Voice {
  readonly utterance: Utterance;
  readonly audio: ClipAudio;
}

async function readPool(corpus: Corpus, utterances: readonly Utterance[]): Promise<Voice[]> {
  const pool: Voice[] = [];
  for (const utterance of utterances) pool.push({ utterance, audio: await corpus.read(utterance) });
  return pool;
}

/** Returns recordings of other speakers than that of an utterance or, if there is one speaker, other recordings. */
function voicesFor({ id, speaker }: Utterance, pool: readonly Voice[], random: Random): ClipAudio[] {
  const ofOthers = pool.filter(({ utterance }) => utterance.speaker !== speaker);
  const others = ofOthers.length > 0 ? ofOthers : pool.filter(({ utterance }) => utterance.id !== id);
  if (others.length === 0) {
    throw new SerError('INVALID_ARGUMENT', 'babble needs at least two utterances');
  }
  return random
    .shuffle(others)
    .slice(0, VOICES)
    .map(({ audio }) => audio);
}
