import { serveJobs } from '@ser/core';
import { startBackend } from '@ser/models';
import type { RunWatch } from '../fit/run-watch.js';
import { runFold } from '../run-fold.js';
import type { Order, Report, Work, WorkerSetup } from './messages.js';
import { runReplica } from './replica.js';

serveJobs<WorkerSetup, Order, Work[keyof Work]['outcome'], Report>(async (setup) => {
  await startBackend(setup);
  return ({ kind, job, states }, report) => {
    const watch: RunWatch = {
      onEpoch: (record) => report({ kind: 'epoch', record }),
      onStep: (record) => report({ kind: 'step', record }),
      onState: states ? (state) => report({ kind: 'state', state }) : undefined,
    };
    return kind === 'fold' ? runFold(job, watch) : runReplica(job, watch);
  };
});
