import { invalidArgument, Random, SerError } from '@ser/core';
import type { Corpus, Fold } from '@ser/datasets';

/** The neutral clips by which each speaker is enrolled: ids by speaker. */
export type Enrolment = ReadonlyMap<string, readonly string[]>;

/**
 * Draws the neutral clips by which speakers are enrolled. Those of test speakers are not to be judged.
 *
 * @param folds the folds that are run: the speakers of all their parts are enrolled.
 * @throws SerError `INVALID_ARGUMENT` for a count that is none, or so great that no neutral clip is left to be judged;
 *   `INVALID_CORPUS` if the corpus has no neutral clips, or too few of a speaker.
 */
export function drawEnrolment(
  corpus: Corpus,
  folds: readonly Fold[],
  { count, seed }: { count: number; seed: number },
): Enrolment {
  if (!Number.isSafeInteger(count) || count < 1) throw invalidArgument('enrolmentClips', count, 'a positive integer');
  if (!corpus.emotions.includes('neutral')) {
    throw new SerError('INVALID_CORPUS', `speakers of ${corpus.name} cannot be enrolled: it has no neutral clips`);
  }
  const involved = new Set(folds.flatMap(({ train, test }) => [...train, ...test]));
  const neutral = new Map<string, string[]>();
  for (const { id, speaker, emotion } of corpus.utterances) {
    if (!involved.has(id)) continue;
    const own = neutral.get(speaker) ?? [];
    neutral.set(speaker, own);
    if (emotion === 'neutral') own.push(id);
  }
  const random = new Random(seed);
  const enrolment = new Map(
    [...neutral].map(([speaker, ids]) => {
      if (ids.length < count) {
        throw new SerError(
          'INVALID_CORPUS',
          `speaker ${speaker} of ${corpus.name} has ${ids.length} neutral clips, ${count} are to be enrolled`,
          { hint: 'Enrol by fewer clips, or leave the speaker out.' },
        );
      }
      return [speaker, random.fork(`enrolment ${speaker}`).shuffle(ids).slice(0, count)] as const;
    }),
  );
  const taken = new Set([...enrolment.values()].flat());
  const tested = new Set(folds.flatMap(({ test }) => test));
  const left = corpus.utterances.some(({ id, emotion }) => emotion === 'neutral' && tested.has(id) && !taken.has(id));
  if (!left) {
    throw invalidArgument(
      'enrolmentClips',
      count,
      'so few that neutral clips are left to be judged',
      'Neutral clips that a speaker is enrolled by are not judged.',
    );
  }
  return enrolment;
}

/** The folds without the clips that their test speakers are enrolled by. */
export function withoutEnrolment(folds: readonly Fold[], enrolment: Enrolment): Fold[] {
  const taken = new Set([...enrolment.values()].flat());
  return folds.map((fold) => ({ ...fold, test: fold.test.filter((id) => !taken.has(id)) }));
}
