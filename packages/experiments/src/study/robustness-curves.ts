import { invalidArgument, type ProgressListener, Random, SerError, startProgress, throwIfAborted } from '@ser/core';
import { type Corpus, type Utterance, utterancesOf } from '@ser/datasets';
import type { UtterancePrediction } from '@ser/training';
import { confusionMatrix, pauses, requireKnownEmotions, scoresOf } from '@ser/training';
import type { ClipAudio, ClipPredictor } from './clip-predictor.js';
import { CORRUPTIONS, type Corruption, corrupt, drawRooms } from './corruptions.js';

/** Recordings that voices of babble are drawn from, at most, and how many are heard at once. */
const POOL = 48;
const VOICES = 6;

/** Options of {@link robustnessCurves}. */
export interface RobustnessOptions {
  /** Utterances to judge by; all of the corpus by default. They should be of speakers that the model has not met. */
  ids?: readonly string[] | undefined;
  /** The corruptions to measure and their values, see {@link Corruption}; by default all, at five values each but for the one of `telephone`. */
  conditions?: Partial<Readonly<Record<Corruption, readonly number[]>>> | undefined;
  /** Seed of noise, voices, rooms and places. */
  seed: number;
  onProgress?: ProgressListener | undefined;
  signal?: AbortSignal | undefined;
}

/** How a model did under one condition. Rates are fractions of 1. */
export interface RobustnessRow {
  /** `clean`: the clips as they are. */
  readonly condition: Corruption | 'clean';
  /** In the unit of the corruption; 0 for `clean`. */
  readonly value: number;
  readonly uar: number;
  readonly war: number;
  /** Utterances judged. */
  readonly n: number;
}

interface Condition {
  readonly kind: Corruption | 'clean';
  readonly value: number;
  readonly answers: Pick<UtterancePrediction, 'truth' | 'predicted'>[];
}

/**
 * How recognition suffers from noise, voices, a telephone's band, level, rooms and brevity. Each clip meets the same
 * noise at all ratios, the same room at all reverberation times, and so on. Babble is made of other speakers among the
 * judged utterances, where there are others, and never of the judged clip.
 *
 * @returns one row a condition, `clean` first, then in the order of `conditions`.
 * @throws SerError `INVALID_ARGUMENT` for options that make no sense, an unknown id, or an emotion that the model does
 *   not know; `ABORTED` through `signal`; the error of a clip that cannot be corrupted, with its id.
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
          : corrupted(utterance, () => corrupt(audio, kind, value, { random: () => own.fork(kind), voices, response }));
      answers.push({ truth: utterance.emotion, predicted: model.predict(heard).label });
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
    if (!(kind in CORRUPTIONS)) throw invalidArgument('conditions', kind, Object.keys(CORRUPTIONS).join(', '));
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

/** Recordings of other speakers than that of an utterance, or if all are of one speaker, other recordings. */
function voicesFor({ id, speaker }: Utterance, pool: readonly Voice[], random: Random): ClipAudio[] {
  const strangers = pool.filter(({ utterance }) => utterance.speaker !== speaker);
  const others = strangers.length > 0 ? strangers : pool.filter(({ utterance }) => utterance.id !== id);
  if (others.length === 0) {
    throw new SerError('INVALID_ARGUMENT', 'babble needs two utterances or more');
  }
  return random
    .shuffle(others)
    .slice(0, VOICES)
    .map(({ audio }) => audio);
}

function corrupted(utterance: Utterance, work: () => ClipAudio): ClipAudio {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    throw new SerError(error.code, `utterance ${utterance.id}: ${error.message}`, { cause: error });
  }
}
