import { invalidArgument, SerError } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import { type Corpus, speakersOf } from '../corpus/corpus.js';
import { type AuditOptions, auditSplit, duplicatesAmong } from './audit/audit-split.js';
import { joinDuplicates } from './duplicates/sound-duplicates.js';
import { crossCorpus } from './protocols/cross-corpus.js';
import { crossSpeaker } from './protocols/cross-speaker.js';
import { emobox } from './protocols/emobox.js';
import { fixedSpeakers } from './protocols/fixed-speakers.js';
import { given } from './protocols/given.js';
import { leaveOneSpeakerOut } from './protocols/leave-one-speaker-out.js';
import type { Fold, Protocol, Split } from './protocols/protocol.js';
import { randomFolds, SPEAKERS_SHARED } from './protocols/random-folds.js';
import { sentenceFolds } from './protocols/sentence-folds.js';
import { speakerFolds } from './protocols/speaker-folds.js';
import { stratifiedFolds } from './protocols/stratified-folds.js';

const NAMED: readonly Protocol[] = [leaveOneSpeakerOut, emobox, crossSpeaker, crossCorpus, given];
const COUNTED: Readonly<Record<string, (k: number) => Protocol>> = {
  speaker: speakerFolds,
  sentence: sentenceFolds,
  stratified: stratifiedFolds,
  random: randomFolds,
};
const PATTERNS =
  'loso, emobox-6, cross-speaker, cross-corpus, given, test-speakers:<names>, speaker-<k>, sentence-<k>, stratified-<k> or random-<k>';
const TEST_SPEAKERS = 'test-speakers:';

/**
 * The protocol of a name.
 *
 * @param name `loso`, `emobox-6`, `cross-speaker`, `cross-corpus`, `given`, with a number of folds `speaker-5`,
 * `sentence-5`, `stratified-10`, `random-10`, or with the speakers to test `test-speakers:03,08`.
 * @throws SerError `INVALID_ARGUMENT` for any other name.
 */
export function findProtocol(name: string): Protocol {
  const named = NAMED.find((protocol) => protocol.name === name);
  if (named) return named;
  if (String(name).startsWith(TEST_SPEAKERS)) return fixedSpeakers(name.slice(TEST_SPEAKERS.length).split(','));
  const [, kind = '', k = ''] = /^(speaker|sentence|stratified|random)-([1-9]\d{0,5})$/.exec(String(name)) ?? [];
  const counted = COUNTED[kind];
  if (!counted) throw invalidArgument('protocol', name, PATTERNS);
  return counted(Number(k));
}

/** The protocols that fit a corpus, the one to prefer first; the random one last. */
export function protocolsFor(corpus: Corpus): Protocol[] {
  const speakers = speakersOf(corpus.utterances).length;
  const groups = speakerFolds(Math.min(5, speakers));
  const bySpeaker = speakers > 12 ? [groups, leaveOneSpeakerOut] : [leaveOneSpeakerOut, groups];
  const all = [given, emobox, crossCorpus, crossSpeaker, ...bySpeaker, randomFolds(10)];
  return all.filter((protocol) => protocol.unfit(corpus) === undefined);
}

/** Whether a speaker is in both parts of a fold; one who is not known might be. */
export function sharesSpeakers(folds: readonly Fold[], { utterances }: Corpus): boolean {
  const speakerOf = new Map(utterances.map(({ id, speaker }) => [id, speaker]));
  return folds.some(({ train, test }) => {
    const trained = new Set(train.map((id) => speakerOf.get(id)));
    return test.some((id) => trained.has(speakerOf.get(id)));
  });
}

/** Options of {@link splitCorpus}. */
export interface SplitOptions {
  /** Seed of protocols that draw at random, an integer; 0 by default. Others do not use it. */
  seed?: number;
  /**
   * Features by utterance id, where they are at hand: near-identical recordings, found by them, are kept on one side of
   * protocols that draw at random, and refused across the parts of all others.
   */
  features?: ReadonlyMap<string, FeatureMatrix>;
}

/**
 * Divides a corpus into folds by a protocol, and audits them.
 *
 * | protocol | corpus | folds |
 * | --- | --- | --- |
 * | `loso` | two or more speakers | one a speaker |
 * | `emobox-6` | RAVDESS | six fixed groups of four actors |
 * | `cross-speaker` | two speakers, as TESS | two: train on one, test on the other |
 * | `cross-corpus` | combined corpora | one a corpus |
 * | `given` | own tables with a column `split` | one |
 * | `test-speakers:<names>` | any with these speakers | one, with the speakers to test |
 * | `speaker-<k>` | k or more speakers | k groups of speakers, by seed |
 * | `sentence-<k>` | k or more sentences | k groups of sentences, by seed; speakers shared, with a warning |
 * | `stratified-<k>` | any | k parts with equal shares of each emotion and speaker, by seed; speakers shared, with a warning |
 * | `random-<k>` | any | k parts of the shuffled utterances, by seed; speakers shared, with a warning |
 *
 * @throws SerError `INVALID_ARGUMENT` for an unknown protocol or one that does not fit the corpus; `INVALID_CORPUS` if
 * the audit finds a leak, such as the same sound under two speakers.
 *
 * @example
 * const split = splitCorpus(corpus, 'loso');
 * split.folds[0]; // { name: 'speaker 03', train: ['emodb/08a01Fd', …], test: ['emodb/03a01Fa', …] }
 */
export function splitCorpus(corpus: Corpus, protocol: string, { seed = 0, features }: SplitOptions = {}): Split {
  const rule = findProtocol(protocol);
  if (!Number.isSafeInteger(seed)) throw invalidArgument('seed', seed, 'an integer');
  const unfit = rule.unfit(corpus);
  if (unfit !== undefined) {
    const fitting = protocolsFor(corpus).map(({ name }) => name);
    throw new SerError('INVALID_ARGUMENT', `protocol ${protocol} does not fit ${corpus.name}: ${unfit}`, {
      hint:
        fitting.length > 0 ? `These fit ${corpus.name}: ${fitting.join(', ')}.` : 'No protocol fits a corpus so small.',
    });
  }
  const twins = features ? duplicatesAmong(corpus, features) : [];
  const folds = rule.folds(joinDuplicates(corpus, twins), seed);
  const measured = rule.speakerIndependent === 'measured';
  const shared = measured && sharesSpeakers(folds, corpus);
  const warning = rule.warning ?? (shared ? SPEAKERS_SHARED : undefined);
  const split: Split = {
    protocol,
    corpus: corpus.name,
    speakerIndependent: measured ? !shared : rule.speakerIndependent === true,
    ...(rule.sentenceIndependent === undefined ? {} : { sentenceIndependent: rule.sentenceIndependent }),
    ...(warning === undefined ? {} : { warning }),
    ...(rule.seeded ? { seed } : {}),
    folds,
  };
  return requireAudit(split, corpus, { twins });
}

/**
 * The split, if its audit finds no error.
 *
 * @throws SerError `INVALID_CORPUS` with the first error found.
 */
export function requireAudit(split: Split, corpus: Corpus, options: AuditOptions = {}): Split {
  const { findings } = auditSplit(split, corpus, options);
  const fault = findings.find(({ severity }) => severity === 'error');
  if (fault)
    throw new SerError(
      'INVALID_CORPUS',
      `protocol ${split.protocol} does not pass its audit on ${corpus.name}: ${fault.message}`,
    );
  return split;
}
