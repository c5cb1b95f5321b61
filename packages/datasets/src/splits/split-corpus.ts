import { invalidArgument, SerError } from '@ser/core';
import type { Corpus } from '../corpus/corpus.js';
import { auditSplit } from './audit/audit-split.js';
import type { SplitAudit } from './audit/finding.js';
import type { NearDuplicate } from './duplicates/near-duplicate.js';
import { findProtocol, protocolsFor } from './protocols/find-protocol.js';
import { SPEAKERS_SHARED, sharesSpeakers, type UnauditedSplit } from './protocols/protocol.js';

/** The folds of a protocol on a corpus, with their audit. */
export interface Split extends UnauditedSplit {
  /** The result of the audit; its `ok` is always true, since a split with errors is refused. */
  readonly audit: SplitAudit;
}

/** Options of {@link splitCorpus}. */
export interface SplitOptions {
  /** Seed of protocols that draw at random, an integer; 0 by default. Others do not use it. */
  readonly seed?: number | undefined;
  /**
   * Utterances that are the same recording, as `findNearDuplicates` or `findSoundDuplicates` found them; none by default.
   * They are kept in one part by protocols that deal utterances, and refused across the parts of all others. Pairs with an
   * utterance that the corpus does not have do not matter, so the duplicates of a corpus can be used for its parts.
   */
  readonly duplicates?: readonly NearDuplicate[] | undefined;
}

/**
 * Returns the folds of a corpus by a protocol, with their audit.
 *
 * | protocol | corpus | folds |
 * | --- | --- | --- |
 * | `loso` | two or more speakers | one for each speaker |
 * | `emobox-6` | RAVDESS | six fixed groups of four actors |
 * | `cross-speaker` | two speakers, as TESS | two: train on one, test on the other |
 * | `cross-corpus` | combined corpora | one for each corpus |
 * | `given` | tables with a column `split` | one |
 * | `test-speakers:<names>` | any with these speakers | one, with the speakers to test |
 * | `speaker-<k>` | k or more speakers | k groups of speakers, by seed |
 * | `sentence-<k>` | k or more sentences | k groups of sentences, by seed; speakers shared, with a warning |
 * | `group-<k>:<column>` | k or more values of the column | k groups of these values, by seed, e.g. `group-5:dialect` |
 * | `stratified-<k>` | any | k parts with equal shares of each emotion and speaker, by seed; speakers shared, with a warning |
 * | `stratified-<k>:<columns>` | any with these columns | k parts with equal shares of the values of these columns, e.g. `stratified-5:emotion,gender` |
 * | `random-<k>` | any | k parts of the shuffled utterances, by seed; speakers shared, with a warning |
 *
 * @throws SerError `INVALID_ARGUMENT` for an unknown protocol or one that does not fit the corpus; `INVALID_CORPUS` if
 * the audit finds a leak, such as the same recording under two speakers.
 *
 * @example
 * const split = splitCorpus(corpus, 'loso');
 * split.folds[0]; // { name: 'speaker 03', train: ['emodb/08a01Fd', …], test: ['emodb/03a01Fa', …] }
 * split.audit.findings[0].message; // 'speaker 03: sentences in both parts: emodb/a01, emodb/a02, emodb/a04 and 7 more'
 */
export function splitCorpus(corpus: Corpus, protocol: string, { seed = 0, duplicates = [] }: SplitOptions = {}): Split {
  const rule = findProtocol(protocol);
  if (!Number.isSafeInteger(seed)) throw invalidArgument('seed', seed, 'an integer');
  const unfit = rule.unfit(corpus);
  if (unfit !== undefined) {
    const fitting = protocolsFor(corpus).map(({ name }) => name);
    throw new SerError('INVALID_ARGUMENT', `protocol ${protocol} does not fit ${corpus.name}: ${unfit}`, {
      hint:
        fitting.length > 0
          ? `These protocols fit ${corpus.name}: ${fitting.join(', ')}.`
          : `No protocol fits ${corpus.name}: it has too few utterances.`,
    });
  }
  const folds = rule.folds(corpus, seed, duplicates);
  const measured = rule.speakerIndependent === 'measured';
  const shared = measured && sharesSpeakers(folds, corpus);
  const warning = rule.warning ?? (shared ? SPEAKERS_SHARED : undefined);
  return withAudit(
    {
      protocol,
      corpus: corpus.name,
      speakerIndependent: measured ? !shared : rule.speakerIndependent === true,
      sentenceIndependent: rule.sentenceIndependent,
      warning,
      seed: rule.seeded ? seed : undefined,
      folds,
    },
    corpus,
    duplicates,
  );
}

/**
 * Adds its audit to a split.
 *
 * @throws SerError `INVALID_CORPUS` with the first error found.
 */
export function withAudit(split: UnauditedSplit, corpus: Corpus, duplicates: readonly NearDuplicate[]): Split {
  const audit = auditSplit(split, corpus, { duplicates });
  const fault = audit.findings.find(({ severity }) => severity === 'error');
  if (fault)
    throw new SerError(
      'INVALID_CORPUS',
      `protocol ${split.protocol} fails its audit on ${corpus.name}: ${fault.message}`,
    );
  return { ...split, audit };
}
