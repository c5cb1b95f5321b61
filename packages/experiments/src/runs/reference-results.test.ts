import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { metricsFile, RUN_FILES } from './metrics-file.js';
import { remeasure } from './run-folder.node.js';

const results = fileURLToPath(new URL('../../../../results/reference', import.meta.url));
const runs = existsSync(results)
  ? readdirSync(results).filter((name) => existsSync(join(results, name, RUN_FILES.metrics)))
  : [];
if (runs.length === 0) console.info(`skipped: no reference results in ${results}`);

describe.skipIf(runs.length === 0)('the published figures follow from the stored predictions', () => {
  it.each(runs)('%s', async (name) => {
    const { run, differences } = await remeasure(join(results, name));
    expect(differences).toEqual([]);
    expect(run.predictions.length).toBeGreaterThan(0);
    // Writing the run again keeps every field; runs of earlier versions have fewer.
    const stored = JSON.parse(readFileSync(join(results, name, RUN_FILES.metrics), 'utf8'));
    const written = JSON.parse(JSON.stringify(metricsFile(run.config, run.metrics)));
    expect(Object.keys(written)).toEqual(expect.arrayContaining(Object.keys(stored)));
    for (const figure of ['uar', 'war', 'macroF1', 'ece']) expect(written[figure]).toBeTypeOf('number');
    for (const interval of ['ci95', 'ci95War', 'ci95MacroF1', 'ci95Ece']) expect(written[interval]).toHaveLength(2);
  });
});
