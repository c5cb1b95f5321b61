import { invalidArgument, nearest } from '@ser/core';
import { type Corpus, speakersOf } from '../../corpus/corpus.js';
import { crossCorpus } from './cross-corpus.js';
import { crossSpeaker } from './cross-speaker.js';
import { emobox } from './emobox.js';
import { fixedSpeakers } from './fixed-speakers.js';
import { given } from './given.js';
import { groupFolds } from './group-folds.js';
import { leaveOneSpeakerOut } from './leave-one-speaker-out.js';
import type { Protocol } from './protocol.js';
import { randomFolds } from './random-folds.js';
import { sentenceFolds } from './sentence-folds.js';
import { speakerFolds } from './speaker-folds.js';
import { stratifiedFolds } from './stratified-folds.js';

const NAMED: readonly Protocol[] = [leaveOneSpeakerOut, emobox, crossSpeaker, crossCorpus, given];
const COUNTED: ReadonlyMap<string, (k: number) => Protocol> = new Map([
  ['speaker', speakerFolds],
  ['sentence', sentenceFolds],
  ['stratified', (k: number) => stratifiedFolds(k)],
  ['random', randomFolds],
]);
const PATTERNS =
  'loso, emobox-6, cross-speaker, cross-corpus, given, test-speakers:<names>, speaker-<k>, sentence-<k>, group-<k>:<column>, ' +
  'stratified-<k>, stratified-<k>:<columns> or random-<k>';
const EXAMPLES = ['speaker-5', 'sentence-5', 'group-5:sentence', 'stratified-10', 'random-10'];
const TEST_SPEAKERS = 'test-speakers:';

/**
 * Returns the protocol of a name.
 *
 * @param name `loso`, `emobox-6`, `cross-speaker`, `cross-corpus`, `given`, with a number of folds `speaker-5`,
 * `sentence-5`, `stratified-10`, `random-10`, with columns of the corpus `group-5:dialect`, `stratified-5:gender,emotion`, or with the speakers to test
 * `test-speakers:03,08`.
 * @throws SerError `INVALID_ARGUMENT` for any other name.
 */
export function findProtocol(name: string): Protocol {
  const named = NAMED.find((protocol) => protocol.name === name);
  if (named) return named;
  if (String(name).startsWith(TEST_SPEAKERS)) return fixedSpeakers(name.slice(TEST_SPEAKERS.length).split(','));
  const [, by, parts, columns = ''] = /^(group|stratified)-([1-9]\d{0,5}):(.+)$/.exec(String(name)) ?? [];
  if (by === 'group') return groupFolds(Number(parts), columns);
  if (by) return stratifiedFolds(Number(parts), columns.split(','));
  const [, kind = '', k = ''] = /^(speaker|sentence|stratified|random)-([1-9]\d{0,5})$/.exec(String(name)) ?? [];
  const counted = COUNTED.get(kind);
  if (!counted) {
    const meant = nearest(String(name), [...NAMED.map((protocol) => protocol.name), ...EXAMPLES]);
    throw invalidArgument('protocol', name, PATTERNS, meant && `Did you mean ${meant}?`);
  }
  return counted(Number(k));
}

/** Returns the protocols that fit a corpus, the one to prefer first; the random one last. */
export function protocolsFor(corpus: Corpus): Protocol[] {
  const speakers = speakersOf(corpus.utterances).length;
  const groups = speakerFolds(Math.min(5, speakers));
  const bySpeaker = speakers > 12 ? [groups, leaveOneSpeakerOut] : [leaveOneSpeakerOut, groups];
  const all = [given, emobox, crossCorpus, crossSpeaker, ...bySpeaker, randomFolds(10)];
  return all.filter((protocol) => protocol.unfit(corpus) === undefined);
}
