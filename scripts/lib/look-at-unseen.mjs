// One evaluation of a model on a corpus that it has not seen. Each is counted in results/unseen/looks.csv, since every look
// makes the next figure a little less honest.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCorpus } from '../../packages/datasets/dist/node.js';
import { evaluateUnseen, flatMetrics } from '../../packages/experiments/dist/index.js';
import { writeUnseen } from '../../packages/experiments/dist/node.js';

export const UNSEEN = fileURLToPath(new URL('../../results/unseen', import.meta.url));
export const LOOKS = join(UNSEEN, 'looks.csv');

/** Evaluates `model`, a model or an ensemble loaded from `folder`, writes results/unseen/<name>-<corpus> and a row of looks.csv; returns the figures. */
export async function lookAtUnseen(model, { folder, name, corpus: corpusName, why }) {
  const evaluation = await evaluateUnseen(model, await openCorpus(corpusName));
  await writeUnseen(join(UNSEEN, `${name}-${corpusName}`), evaluation);
  const [fourClasses, allClasses] = ['fourClasses', 'allClasses'].map((kind) => flatMetrics(evaluation.metrics[kind]));
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.bin'));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(readFileSync(join(folder, file)));
  const weights = hash.digest('hex').slice(0, 12);
  if (!existsSync(LOOKS)) writeFileSync(LOOKS, 'date,model,weights,corpus,fourClassUar,allClassUar,why\n');
  const uars = [fourClasses, allClasses].map(({ uar }) => uar.toFixed(4));
  const row = [new Date().toISOString(), name, weights, corpusName, ...uars, JSON.stringify(why)];
  appendFileSync(LOOKS, `${row.join(',')}\n`);
  return { fourClasses, allClasses };
}
