import type { FeatureMatrix } from '@ser/dsp';
import { byCodeUnits, type Corpus } from '../../corpus/corpus.js';
import { findFeatureDuplicates } from '../duplicates/feature-duplicates.js';
import { identicalGroups } from '../duplicates/identical-groups.js';
import type { SoundDuplicate } from '../duplicates/sound-duplicate.js';
import type { Split } from '../protocols/protocol.js';
import { type Finding, some } from './finding.js';
import { FoldAuditor } from './fold-auditor.js';

/** The result of an audit. */
export interface SplitAudit {
  readonly findings: readonly Finding[];
  /** Whether nothing of severity `error` was found. */
  readonly ok: boolean;
}

/** What an audit may know beside the split and the corpus. */
export interface AuditOptions {
  /** What `findSoundDuplicates` found: utterances that are the same recording. */
  readonly twins?: readonly SoundDuplicate[];
  /** Features by utterance id: those of near-identical recordings are found by `findFeatureDuplicates`. */
  readonly features?: ReadonlyMap<string, FeatureMatrix>;
}

const repeated = (ids: readonly string[]): string[] => {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.size === seen.add(id).size))].sort(byCodeUnits);
};

/**
 * Looks for everything that would make results of a split worth less than they seem.
 *
 * Speakers in both parts are an error where the split claims to be speaker-independent and a note where it does not;
 * so are sentences. The same sound is known from `corpus.duplicates` and, if given, from `twins` and `features`.
 *
 * @throws SerError `INVALID_ARGUMENT` for features of different width.
 */
export function auditSplit(split: Split, corpus: Corpus, options: AuditOptions = {}): SplitAudit {
  const groups = identicalGroups(corpus);
  const twins = knownDuplicates(corpus, groups, options);
  const auditor = new FoldAuditor(split, corpus, groups, twins);
  const findings = split.folds.flatMap((fold) => auditor.audit(fold));
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

/** Twins that the corpus does not name among its duplicates, each once. */
function knownDuplicates(
  corpus: Corpus,
  groups: ReadonlyMap<string, string>,
  { twins = [], features }: AuditOptions,
): SoundDuplicate[] {
  const all = features ? [...twins, ...duplicatesAmong(corpus, features)] : twins;
  const byIds = new Map<string, SoundDuplicate>();
  for (const twin of all) {
    const group = groups.get(twin.first);
    const key = `${twin.first}\n${twin.second}`;
    if (!byIds.has(key) && (group === undefined || group !== groups.get(twin.second))) byIds.set(key, twin);
  }
  return [...byIds.values()];
}

/** Utterances of a corpus that are the same recording by their features; those without features are not compared. */
export function duplicatesAmong(corpus: Corpus, features: ReadonlyMap<string, FeatureMatrix>): SoundDuplicate[] {
  const own = new Map<string, FeatureMatrix>();
  for (const { id } of corpus.utterances) {
    const matrix = features.get(id);
    if (matrix) own.set(id, matrix);
  }
  return findFeatureDuplicates(own);
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
