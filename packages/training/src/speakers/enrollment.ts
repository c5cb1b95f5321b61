import { invalidArgument, Random, SerError } from '@ser/core';
import type { Corpus, Fold } from '@ser/datasets';

/** The neutral clips by which each speaker is enrolled: ids by speaker. */
export type Enrollment = ReadonlyMap<string, readonly string[]>;

/**
 * Draws the neutral clips by which speakers are enrolled.
 *
 * @param ids the utterances to draw from: each of their speakers is enrolled.
 * @throws SerError `INVALID_ARGUMENT` for a count that is none; `INVALID_CORPUS` if the corpus has no neutral clips, or
 *   too few of a speaker.
 */
export function drawEnrollment(
  corpus: Corpus,
  ids: Iterable<string>,
  { count, seed }: { count: number; seed: number },
): Enrollment {
  if (!Number.isSafeInteger(count) || count < 1) throw invalidArgument('enrollmentClips', count, 'a positive integer');
  if (!corpus.emotions.includes('neutral')) {
    throw new SerError('INVALID_CORPUS', `speakers of ${corpus.name} cannot be enrolled: it has no neutral clips`);
  }
  const involved = new Set(ids);
  const neutral = new Map<string, string[]>();
  for (const { id, speaker, emotion } of corpus.utterances) {
    if (!involved.has(id)) continue;
    const own = neutral.get(speaker) ?? [];
    neutral.set(speaker, own);
    if (emotion === 'neutral') own.push(id);
  }
  const random = new Random(seed);
  return new Map(
    [...neutral].map(([speaker, own]) => {
      if (own.length < count) {
        throw new SerError(
          'INVALID_CORPUS',
          `speaker ${speaker} of ${corpus.name} has ${own.length} neutral clips, ${count} are to be enrolled`,
          { hint: 'Enroll by fewer clips, or leave the speaker out.' },
        );
      }
      const drawn = new Set(random.fork(`enrolment ${speaker}`).shuffle(own).slice(0, count));
      // In the order of the corpus, on which sums of their frames depend in the last bit.
      return [speaker, own.filter((id) => drawn.has(id))] as const;
    }),
  );
}

/**
 * Draws the neutral clips by which the speakers of folds are enrolled. Those of test speakers are not to be judged.
 *
 * @param folds the folds that are run: the speakers of all their parts are enrolled.
 * @throws SerError as `drawEnrollment`, and `INVALID_ARGUMENT` for a count so great that no neutral clip is left to be judged.
 */
export function drawFoldEnrollment(
  corpus: Corpus,
  folds: readonly Fold[],
  options: { count: number; seed: number },
): Enrollment {
  const enrollment = drawEnrollment(
    corpus,
    folds.flatMap(({ train, test }) => [...train, ...test]),
    options,
  );
  const taken = new Set([...enrollment.values()].flat());
  const tested = new Set(folds.flatMap(({ test }) => test));
  const left = corpus.utterances.some(({ id, emotion }) => emotion === 'neutral' && tested.has(id) && !taken.has(id));
  if (!left) {
    throw invalidArgument(
      'enrollmentClips',
      options.count,
      'so few that neutral clips are left to be judged',
      'Neutral clips that a speaker is enrolled by are not judged.',
    );
  }
  return enrollment;
}

/** The folds without the clips that their test speakers are enrolled by. */
export function withoutEnrollment(folds: readonly Fold[], enrollment: Enrollment): Fold[] {
  const taken = new Set([...enrollment.values()].flat());
  return folds.map((fold) => ({ ...fold, test: fold.test.filter((id) => !taken.has(id)) }));
}
