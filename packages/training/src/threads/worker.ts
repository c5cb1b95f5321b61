import { startBackend } from '@ser/models';
import { ownerPort } from '#threads';
import type { EpochRecord } from '../history.js';
import { runFold } from '../run-fold.js';
import { type Order, plainError, type Report, type Work } from './messages.js';
import { runReplica } from './replica.js';

const port = ownerPort();
const report = (message: Report): void => port.send(message);

port.onMessage((message) => {
  const order = message as Order;
  carryOut(order).then(
    (outcome) => report({ kind: 'done', outcome }),
    (error) => report({ kind: 'failed', error: plainError(error) }),
  );
});

async function carryOut({ kind, setup, job }: Order): Promise<Work[keyof Work]['outcome']> {
  await startBackend(setup);
  const watch = { onEpoch: (record: EpochRecord) => report({ kind: 'epoch', record }) };
  return kind === 'fold' ? runFold(job, watch) : runReplica(job, watch);
}
