import type { Study } from '@ser/experiments';
import type { Output } from '../output/output.js';

/** Largest number of recordings that are listed by name. */
const LISTED = 10;

/** Reports the recordings that a study left out of its corpus, and what cannot be measured on it. */
export function noteCorpus({ skipped, findings }: Pick<Study, 'skipped' | 'findings'>, output: Output): void {
  if (skipped.length > 0) {
    const lines = skipped.slice(0, LISTED).map(({ id, reason }) => `  ${id}: ${reason}`);
    if (skipped.length > LISTED) lines.push(`  … and ${skipped.length - LISTED} more`);
    const count = skipped.length === 1 ? '1 recording' : `${skipped.length} recordings`;
    output.note([`Left out ${count} that cannot be used (--strict refuses them):`, ...lines].join('\n'), { skipped });
  }
  for (const finding of findings) if (finding.severity === 'note') output.note(`Note: ${finding.message}`, { finding });
}
