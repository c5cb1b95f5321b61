import { startBackend } from '@ser/models';
import { ownerPort } from '#threads';
import type { RunWatch } from '../fit/run-watch.js';
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

async function carryOut({ kind, setup, job, states }: Order): Promise<Work[keyof Work]['outcome']> {
  await startBackend(setup);
  const watch: RunWatch = {
    onEpoch: (record) => report({ kind: 'epoch', record }),
    onStep: (record) => report({ kind: 'step', record }),
    ...(states ? { onState: (state) => report({ kind: 'state', state }) } : {}),
  };
  return kind === 'fold' ? runFold(job, watch) : runReplica(job, watch);
}
