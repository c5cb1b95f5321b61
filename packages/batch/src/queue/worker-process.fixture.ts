import { scriptedScorer } from '../score/scripted-scorer.fixture.js';
import { serveQueue } from './serve-queue.js';

// A worker in its own process: node --import tsx worker-process.fixture.ts <redis> <password> <root> <takeovers> <atOnce>
const [redis, password, root, takeovers, atOnce] = process.argv.slice(2);
const worker = await serveQueue({
  ...{ redis: redis!, password, root: root! },
  scorer: scriptedScorer({ delayMs: 20 }),
  takeoverSeconds: 2,
  takeovers: Number(takeovers),
  atOnce: Number(atOnce),
  onOutcome: (file) => process.stdout.write(`${file}\n`),
});
process.once('SIGTERM', () => void worker.close());
process.stdout.write('ready\n');
