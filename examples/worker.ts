// Runs the model in a worker, so that this thread stays free: a thread of Node here, a Web Worker in a page, by the same option.
//   npx tsx worker.ts [recording …]

import { syntheticCorpus } from '@ser/datasets';
import { loadRecognizer } from 'ser';

const corpus = syntheticCorpus({ speakers: 2, emotions: ['angry', 'sad'], utterancesPerEmotion: 1 });
const paths = process.argv.slice(2);
const recordings = paths.length > 0 ? paths : await Promise.all(corpus.utterances.map((one) => corpus.read(one)));

const recognizer = await loadRecognizer(undefined, { worker: true });

// This thread continues with its own work, here counting the turns of its event loop.
let turns = 0;
const timer = setInterval(() => turns++, 1);
export const answers = await Promise.all(
  recordings.map((recording) => recognizer.predict(recording, { signal: AbortSignal.timeout(60_000) })),
);
clearInterval(timer);

for (const { label, confidence } of answers) console.log(`${label} ${(100 * confidence).toFixed(0)} %`);
console.log(`meanwhile, this thread had ${turns} turns`);
export const free = turns;
await recognizer.dispose(); // ends the worker
