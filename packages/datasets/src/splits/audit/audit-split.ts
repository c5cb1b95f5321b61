import { byCodeUnits, type Corpus } from '../../corpus/corpus.js';
import { identicalGroups } from '../duplicates/identical-groups.js';
import type { NearDuplicate } from '../duplicates/near-duplicate.js';
import type { UnauditedSplit } from '../protocols/protocol.js';
import { type SplitAudit, some } from './finding.js';
import { FoldAuditor } from './fold-auditor.js';

/** Options of {@link auditSplit}. */
export interface AuditOptions {
  /**
   * Utterances that are the same recording, as `findNearDuplicates` or `findSoundDuplicates` found them; none by default.
   * The audit does not search on its own: without them it knows only the files that `corpus.duplicates` lists.
   */
  readonly duplicates?: readonly NearDuplicate[] | undefined;
}

const repeated = (ids: readonly string[]): string[] => {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.size === seen.add(id).size))].sort(byCodeUnits);
};

/**
 * Looks for everything that would make the results of a split worth less than they seem. {@link splitCorpus} and
 * {@link parseSplit} do this for each split that they make and keep the result in `split.audit`; this function is for
 * splits made in other ways.
 *
 * Speakers in both parts are an error where the split claims to be speaker-independent and a note where it does not;
 * so are sentences. An emotion that is tested but missing in the training part is a note.
 *
 * @example
 * const split = { protocol: 'by hand', corpus: corpus.name, speakerIndependent: true, folds };
 * auditSplit(split, corpus).ok; // false: a speaker is in both parts
 */
export function auditSplit(split: UnauditedSplit, corpus: Corpus, { duplicates = [] }: AuditOptions = {}): SplitAudit {
  const groups = identicalGroups(corpus);
  const auditor = new FoldAuditor(split, corpus, groups, unlisted(duplicates, groups));
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

/** The near-duplicates that the corpus does not list among its duplicates, each once. */
function unlisted(duplicates: readonly NearDuplicate[], groups: ReadonlyMap<string, string>): NearDuplicate[] {
  const byPair = new Map<string, NearDuplicate>();
  for (const duplicate of duplicates) {
    const { first, second } = duplicate;
    const group = groups.get(first);
    const pair = `${first}\n${second}`;
    if (!byPair.has(pair) && (group === undefined || group !== groups.get(second))) byPair.set(pair, duplicate);
  }
  return [...byPair.values()];
}
