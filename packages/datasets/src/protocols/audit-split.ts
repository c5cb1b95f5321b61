import type { Emotion } from '@ser/core';
import { byCodeUnits, type Corpus, type Utterance } from '../corpus.js';
import { identicalGroups } from './identical-groups.js';
import type { SoundTwin } from './sound-twins.js';
import type { Fold, Split } from './split.js';

/** What an audit looks for. */
export type FindingKind =
  /** An id that the corpus does not have. */
  | 'unknown-utterance'
  /** An id twice in the same part. */
  | 'repeated-utterance'
  /** A training or test part without utterances. */
  | 'empty-part'
  /** An utterance in both parts of a fold. */
  | 'shared-utterance'
  /** Utterances with the same sound on both sides of a fold. */
  | 'shared-content'
  /** Utterances that are almost the same sound on both sides of a fold. */
  | 'near-identical'
  /** A speaker in both parts of a fold. */
  | 'shared-speaker'
  /** A sentence in both parts of a fold. */
  | 'shared-sentence'
  /** An emotion that is tested but not trained on. */
  | 'untrained-emotion'
  /** An utterance tested in more than one fold. */
  | 'tested-twice';

/** One thing an audit found. */
export interface Finding {
  readonly kind: FindingKind;
  /** `error`: the split must not be used, or not under this claim; `note`: to be known when reading results. */
  readonly severity: 'error' | 'note';
  /** Name of the fold; absent for what concerns the split as a whole. */
  readonly fold?: string;
  /** The utterances, speakers, sentences or emotions concerned, sorted. */
  readonly items: readonly string[];
  /** One line that says what was found. */
  readonly message: string;
}

/** The result of an audit. */
export interface SplitAudit {
  readonly findings: readonly Finding[];
  /** Whether nothing of severity `error` was found. */
  readonly ok: boolean;
}

/** What an audit may know beside the split and the corpus. */
export interface AuditOptions {
  /** What {@link findSoundTwins} found: utterances that are the same recording. */
  readonly twins?: readonly SoundTwin[];
}

const some = (items: readonly string[]): string =>
  items.length <= 4 ? items.join(', ') : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;

const both = (a: Iterable<string>, b: Iterable<string>): string[] => {
  const second = new Set(b);
  return [...new Set(a)].filter((item) => second.has(item)).sort(byCodeUnits);
};

const repeated = (ids: readonly string[]): string[] => {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.size === seen.add(id).size))].sort(byCodeUnits);
};

/** Speakers of different corpora are different people, whatever they are called. */
const speakerOf = ({ corpus, speaker }: Utterance): string => `${corpus}/${speaker}`;

const sentenceOf = ({ corpus, sentence }: Utterance): string[] =>
  sentence === undefined ? [] : [`${corpus}/${sentence}`];

/** Twins of which one is trained on and the other tested. */
function apart(fold: Fold, twins: readonly SoundTwin[]): SoundTwin[] {
  if (twins.length === 0) return [];
  const [train, test] = [new Set(fold.train), new Set(fold.test)];
  return twins.filter(
    ({ first, second }) => (train.has(first) && test.has(second)) || (train.has(second) && test.has(first)),
  );
}

const pairs = (twins: readonly SoundTwin[], kind: SoundTwin['kind']): string[] =>
  twins.filter((twin) => twin.kind === kind).map(({ first, second }) => `${first} = ${second}`);

function auditFold(
  fold: Fold,
  split: Split,
  byId: ReadonlyMap<string, Utterance>,
  groups: ReadonlyMap<string, string>,
  twins: readonly SoundTwin[],
): Finding[] {
  const findings: Finding[] = [];
  const report = (kind: FindingKind, severity: Finding['severity'], items: readonly string[], what: string): void => {
    if (items.length > 0)
      findings.push({ kind, severity, fold: fold.name, items, message: `${fold.name}: ${what}: ${some(items)}` });
  };
  const known = (ids: readonly string[]): Utterance[] => ids.flatMap((id) => byId.get(id) ?? []);
  const ids = [...fold.train, ...fold.test];
  const train = known(fold.train);
  const test = known(fold.test);
  const emotions = (part: readonly Utterance[]): Set<Emotion> => new Set(part.map(({ emotion }) => emotion));
  const trained = emotions(train);
  const shared = both(fold.train, fold.test);
  const empty = [...(fold.train.length === 0 ? ['train'] : []), ...(fold.test.length === 0 ? ['test'] : [])];
  const content = both(
    fold.train.flatMap((id) => groups.get(id) ?? []),
    fold.test.flatMap((id) => groups.get(id) ?? []),
  );

  report(
    'unknown-utterance',
    'error',
    [...new Set(ids.filter((id) => !byId.has(id)))].sort(byCodeUnits),
    'not in the corpus',
  );
  report('repeated-utterance', 'error', [...repeated(fold.train), ...repeated(fold.test)], 'twice in the same part');
  report('empty-part', 'error', empty, 'no utterances in');
  report('shared-utterance', 'error', shared, 'utterances in both parts');
  report(
    'shared-content',
    'error',
    content.filter((id) => !shared.includes(id)),
    'the same sound in both parts',
  );
  const divided = apart(fold, twins);
  report('shared-content', 'error', pairs(divided, 'identical'), 'the same samples in both parts');
  report('near-identical', 'error', pairs(divided, 'near-identical'), 'almost the same sound in both parts');
  report(
    'shared-speaker',
    split.speakerIndependent ? 'error' : 'note',
    both(train.map(speakerOf), test.map(speakerOf)),
    'speakers in both parts',
  );
  report(
    'shared-sentence',
    split.sentenceIndependent === true ? 'error' : 'note',
    both(train.flatMap(sentenceOf), test.flatMap(sentenceOf)),
    'sentences in both parts',
  );
  report(
    'untrained-emotion',
    'note',
    [...emotions(test)].filter((emotion) => !trained.has(emotion)).sort(byCodeUnits),
    'tested, but not in the training part',
  );
  return findings;
}

/**
 * Looks for everything that would make results of a split worth less than they seem.
 *
 * Speakers in both parts are an error where the split claims to be speaker-independent and a note where it does not;
 * so are sentences. The same sound is known from `corpus.duplicates` and, if given, from `twins`.
 */
export function auditSplit(split: Split, corpus: Corpus, { twins = [] }: AuditOptions = {}): SplitAudit {
  const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  const groups = identicalGroups(corpus);
  const findings = split.folds.flatMap((fold) => auditFold(fold, split, byId, groups, twins));
  if (split.folds.length === 0)
    findings.push({ kind: 'empty-part', severity: 'error', items: ['folds'], message: 'the split has no folds' });
  const twice = repeated(split.folds.flatMap(({ test }) => [...new Set(test)]));
  if (twice.length > 0)
    findings.push({
      kind: 'tested-twice',
      severity: 'note',
      items: twice,
      message: `tested in more than one fold: ${some(twice)}`,
    });
  return { findings, ok: findings.every(({ severity }) => severity !== 'error') };
}

/**
 * What an audit found, as lines of text: errors first, then notes, the same finding in several folds once.
 *
 * @example
 * console.log(formatAudit(auditSplit(split, corpus)));
 * // passed, 10 notes
 * // note   shared-sentence    speaker 03 and 9 more folds: emodb/a01, emodb/a02, emodb/a04 and 7 more
 */
export function formatAudit({ findings, ok }: SplitAudit): string {
  const count = (severity: Finding['severity']): string => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return `${length} ${severity}${length === 1 ? '' : 's'}`;
  };
  const alike = new Map<string, Finding[]>();
  for (const finding of [...findings].sort((a, b) => byCodeUnits(a.severity, b.severity))) {
    const key = [finding.severity, finding.kind, ...finding.items].join('\n');
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  const lines = [...alike.values()].map((group) => {
    const [finding] = group as [Finding, ...Finding[]];
    const more = group.length - 1;
    const where = `${finding.fold ?? 'all folds'}${more > 0 ? ` and ${more} more fold${more === 1 ? '' : 's'}` : ''}`;
    return `${finding.severity.padEnd(6)} ${finding.kind.padEnd(18)} ${where}: ${some(finding.items)}`;
  });
  return [`${ok ? 'passed' : 'failed'}, ${ok ? count('note') : `${count('error')}, ${count('note')}`}`, ...lines].join(
    '\n',
  );
}
