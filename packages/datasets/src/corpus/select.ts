import { type Emotion, invalidArgument, unknownName } from '@ser/core';
import { type Corpus, emotionsOf, type Utterance } from './corpus.js';

/**
 * Returns the part of a corpus with the given emotions; the others are listed in `skipped`.
 *
 * @throws SerError `INVALID_ARGUMENT` for no emotions and for one that the corpus does not have.
 * @example
 * selectEmotions(corpus, ['angry', 'sad']).emotions; // ['angry', 'sad']
 */
export function selectEmotions(corpus: Corpus, emotions: readonly Emotion[]): Corpus {
  const wanted = new Set(emotions);
  if (wanted.size === 0) throw invalidArgument('emotions', emotions, 'a list of at least one emotion');
  for (const emotion of wanted)
    if (!corpus.emotions.includes(emotion)) throw unknownName('emotions', emotion, corpus.emotions);
  return select(corpus, ({ emotion }) => (wanted.has(emotion) ? undefined : `emotion ${emotion} not selected`));
}

/**
 * Returns a corpus without some of its utterances, such as those that feature extraction skipped; they are listed in
 * `skipped` with the reason.
 *
 * @throws SerError `INVALID_ARGUMENT` for an id that the corpus does not have.
 * @example
 * const skipped: SkippedUtterance[] = [];
 * const features = await extractFeatures(corpus, frontEnd, { onSkip: (one) => skipped.push(one) });
 * const usable = leaveOut(corpus, skipped); // every utterance of it has features
 */
export function leaveOut(corpus: Corpus, left: readonly { readonly id: string; readonly reason: string }[]): Corpus {
  const reasons = new Map(left.map(({ id, reason }) => [id, reason]));
  const ids = new Set(corpus.utterances.map(({ id }) => id));
  for (const id of reasons.keys()) if (!ids.has(id)) throw invalidArgument('id', id, `an utterance of ${corpus.name}`);
  return select(corpus, ({ id }) => reasons.get(id));
}

/**
 * Returns the utterances of a corpus that a test accepts, as a corpus; the others are listed in `skipped`. pandas writes
 * `df[df.gender == 'female']`.
 *
 * @throws SerError `INVALID_ARGUMENT` if no utterance is left.
 * @example
 * selectUtterances(corpus, ({ gender, age = 0 }) => gender === 'female' && age < 30).utterances.length; // 43 of EMO-DB's 535
 */
export function selectUtterances(corpus: Corpus, test: (utterance: Utterance) => boolean): Corpus {
  const part = select(corpus, (utterance) => (test(utterance) ? undefined : 'not selected'));
  if (part.utterances.length === 0)
    throw invalidArgument('test', test.name || 'a test', `true for utterances of ${corpus.name}`);
  return part;
}

/** Returns the part of a corpus for which `reason` returns undefined. */
export function select(corpus: Corpus, reasonOf: (utterance: Utterance) => string | undefined): Corpus {
  const utterances: Utterance[] = [];
  const skipped = [...corpus.skipped];
  for (const utterance of corpus.utterances) {
    const reason = reasonOf(utterance);
    if (reason === undefined) utterances.push(utterance);
    else skipped.push({ path: utterance.path, reason });
  }
  return { ...corpus, utterances, emotions: emotionsOf(utterances), skipped };
}
