import { byCodeUnits } from '../../corpus/corpus.js';
import { type Finding, type SplitAudit, some } from './finding.js';

/**
 * Returns the findings of an audit as lines of text: errors first, then notes, the same finding in several folds once.
 *
 * @example
 * console.log(formatAudit(splitCorpus(corpus, 'loso').audit));
 * // passed, 10 notes
 * // note   shared-sentence    speaker 03 and 9 more folds: emodb/a01, emodb/a02, emodb/a04 and 7 more
 */
export function formatAudit({ findings, ok }: SplitAudit): string {
  const count = (severity: Finding['severity']): string => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return `${length} ${severity}${length === 1 ? '' : 's'}`;
  };
  const same = new Map<string, Finding[]>();
  for (const finding of [...findings].sort((a, b) => byCodeUnits(a.severity, b.severity))) {
    const key = [finding.severity, finding.kind, ...finding.items].join('\n');
    same.set(key, [...(same.get(key) ?? []), finding]);
  }
  const lines = [...same.values()].map((group) => {
    const [finding] = group as [Finding, ...Finding[]];
    const more = group.length - 1;
    const where = `${finding.fold ?? 'all folds'}${more > 0 ? ` and ${more} more fold${more === 1 ? '' : 's'}` : ''}`;
    return `${finding.severity.padEnd(6)} ${finding.kind.padEnd(18)} ${where}: ${some(finding.items)}`;
  });
  return [`${ok ? 'passed' : 'failed'}, ${ok ? count('note') : `${count('error')}, ${count('note')}`}`, ...lines].join(
    '\n',
  );
}
