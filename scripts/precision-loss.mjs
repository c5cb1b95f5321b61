// Measures the loss from smaller weight files: `node scripts/precision-loss.mjs <experiment>` trains the experiment's recipe without
// the speakers of each fold, saves the model with float32, float16 and int8 weights, predicts the fold's clips with
// each file, and writes results/precision/<experiment>.json. Needs the corpora in $SER_DATA_DIR, and `npm run build`
// first.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerModel } from '../packages/models/dist/index.js';
import { evaluate } from '../packages/training/dist/index.js';
import { openExperiment, trainedFolds, Ways, writeRows } from './trained-folds.mjs';

const PRECISIONS = ['float32', 'float16', 'int8'];
const opened = await openExperiment(process.argv[2]);
const { study } = opened;
const ways = new Ways(study, PRECISIONS);
const bytes = new Map();
const folder = await mkdtemp(join(tmpdir(), 'ser-precision-'));
try {
  for await (const { name: fold, test, trained } of trainedFolds(study)) {
    for (const precision of PRECISIONS) {
      await trained.save(folder, { precision });
      const weights = (await readdir(folder)).find((file) => file.endsWith('.bin'));
      bytes.set(precision, (await stat(join(folder, weights))).size);
      const stored = await SerModel.load(folder);
      ways.add(precision, fold, (await evaluate(stored, study.corpus, test)).predictions);
      stored.dispose();
    }
    console.log(`${fold}; all folds so far: ${ways}`);
  }
} finally {
  await rm(folder, { recursive: true });
}
const rows = ways.rows().map((row) => ({ ...row, bytes: bytes.get(row.way) }));
await writeRows('precision', opened, {}, rows);
