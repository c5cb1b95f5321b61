import { invalidArgument, Random, SerError } from '@ser/core';
import type { Corpus, Fold } from '@ser/datasets';

/** The neutral clips that each speaker is enrolled from: ids by speaker. */
export type Enrollment = ReadonlyMap<string, readonly string[]>;

/**
 * Draws the neutral clips that speakers are enrolled from.
 *
 * @param ids the utterances to draw from: each of their speakers is enrolled.
 * @param options.count number of clips for each speaker, at least 1.
 * @throws SerError `INVALID_ARGUMENT` for a wrong count; `INVALID_CORPUS` if the corpus has no neutral clips, or too few of
 *   a speaker.
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
          `speaker ${speaker} of ${corpus.name} has ${own.length} neutral clips, enrollment needs ${count}`,
          { hint: 'Lower enrollmentClips, or leave the speaker out.' },
        );
      }
      const drawn = new Set(random.fork(`enrolment ${speaker}`).shuffle(own).slice(0, count));
      // In the order of the corpus: the last bit of sums over frames depends on it.
      return [speaker, own.filter((id) => drawn.has(id))] as const;
    }),
  );
}

/**
 * Draws the neutral clips that the speakers of folds are enrolled from. Those of test speakers must not be evaluated.
 *
 * @param folds the folds that are run: the speakers of all their parts are enrolled.
 * @throws SerError the errors of `drawEnrollment`, and `INVALID_ARGUMENT` for a count that leaves no neutral clip to evaluate.
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
      'small enough to leave neutral clips to evaluate',
      'Neutral clips that a speaker is enrolled from are not evaluated.',
    );
  }
  return enrollment;
}

/** Returns the folds without the clips that their test speakers are enrolled from. */
export function withoutEnrollment(folds: readonly Fold[], enrollment: Enrollment): Fold[] {
  const taken = new Set([...enrollment.values()].flat());
  return folds.map((fold) => ({ ...fold, test: fold.test.filter((id) => !taken.has(id)) }));
}
