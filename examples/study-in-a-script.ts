// Opens a study, evaluates it on unseen speakers, and writes the run.
//   npx tsx study-in-a-script.ts [folder]

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStudy } from '@ser/experiments';

const folder = process.argv[2] ?? join(tmpdir(), 'ser-example-study');
const model = { kind: 'cnn', filters: [8] } as const;

// For real speech: corpus 'emodb', with its recordings in $SER_DATA_DIR/emodb.
const study = await openStudy({ corpus: 'synthetic', protocol: 'speaker-2', model, training: { epochs: 2 } });
export const run = await study.evaluate();
await run.write(folder);

console.log(`${run.config.corpus} ${run.config.protocol}: ${run.predictions.length} clips`); // synthetic speaker-2: 320 clips
console.log(`speakers shared by the parts: ${run.config.speakerIndependent ? 'no' : 'yes'}`); // speakers shared by the parts: no
const { value, ci95 = [] } = run.metrics.uar;
console.log(`UAR ${value.toFixed(3)} [${ci95.map((bound) => bound.toFixed(3)).join(', ')}]`);
