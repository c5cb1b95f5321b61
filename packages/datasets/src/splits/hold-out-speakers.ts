import { invalidArgument, Random, SerError } from '@ser/core';
import { type Corpus, speakersOf, type Utterance } from '../corpus/corpus.js';

/** Options of {@link holdOutSpeakers}: either a number of speakers or a fraction of them. */
export interface HoldOutOptions {
  /** Number of speakers to hold out: at least 1, fewer than all. */
  readonly count?: number | undefined;
  /** Share of the speakers to hold out, between 0 and 1, rounded to at least one speaker. */
  readonly fraction?: number | undefined;
  /** Seed of the draw, an integer. */
  seed: number;
}

/** Training utterances divided by speaker. */
export interface HeldOutSpeakers {
  /** Ids of the utterances that remain for training. */
  readonly train: readonly string[];
  /** Ids of the utterances of the speakers held out. */
  readonly heldOut: readonly string[];
  /** The speakers held out, sorted. */
  readonly speakers: readonly string[];
}

/** Speakers in random order, genders taking turns. */
function drawOrder(utterances: readonly Utterance[], seed: number): string[] {
  const genderOf = new Map(utterances.map(({ speaker, gender }) => [speaker, gender ?? 'unknown']));
  const byGender = new Map<string, string[]>();
  for (const speaker of new Random(seed).fork('held-out speakers').shuffle(speakersOf(utterances))) {
    const gender = genderOf.get(speaker) ?? 'unknown';
    const queue = byGender.get(gender);
    if (queue) queue.push(speaker);
    else byGender.set(gender, [speaker]);
  }
  const queues = [...byGender.values()];
  const order: string[] = [];
  for (let turn = 0; queues.some((queue) => turn < queue.length); turn++)
    for (const queue of queues) order.push(...queue.slice(turn, turn + 1));
  return order;
}

/**
 * Returns the training part of a fold, divided by speaker, so that early stopping, temperature scaling and other choices can be
 * made on speakers that are neither trained on nor tested.
 *
 * @param ids utterances of the training part.
 * @throws SerError `INVALID_ARGUMENT` if an id is unknown, or if there are too few speakers to leave one for training.
 */
export function holdOutSpeakers(corpus: Corpus, ids: readonly string[], options: HoldOutOptions): HeldOutSpeakers {
  const { count, fraction, seed } = options;
  const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  const part = ids.map((id) => {
    const utterance = byId.get(id);
    if (!utterance) throw invalidArgument('ids', id, `ids of utterances of ${corpus.name}`);
    return utterance;
  });
  const total = speakersOf(part).length;
  if ((count === undefined) === (fraction === undefined))
    throw invalidArgument('options', { count, fraction }, 'either { count } or { fraction }');
  if (fraction !== undefined && !(fraction > 0 && fraction < 1))
    throw invalidArgument('fraction', fraction, 'between 0 and 1');
  if (total < 2)
    throw new SerError(
      'INVALID_ARGUMENT',
      `cannot hold out speakers: the training part has ${total === 1 ? '1 speaker' : `${total} speakers`}`,
      {
        hint: 'Train for a fixed number of epochs instead of stopping early.',
      },
    );
  const wanted = count ?? Math.min(total - 1, Math.max(1, Math.round((fraction ?? 0) * total)));
  if (!Number.isSafeInteger(wanted) || wanted < 1 || wanted >= total)
    throw invalidArgument('count', wanted, `an integer from 1 to ${total - 1}, fewer than the ${total} speakers`);
  const speakers = drawOrder(part, seed).slice(0, wanted).sort();
  const chosen = new Set(speakers);
  const train: string[] = [];
  const heldOut: string[] = [];
  for (const { id, speaker } of part) (chosen.has(speaker) ? heldOut : train).push(id);
  return { train, heldOut, speakers };
}
