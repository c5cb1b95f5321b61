import { models } from '@tensorflow/tfjs-layers';
import { runEpochs } from '../fit/run-epochs.js';
import type { RunWatch } from '../fit/run-watch.js';
import { WeightVector } from '../network/weight-vector.js';
import type { ReplicaJob, ReplicaOutcome } from './replica-job.js';
import { sharedExchange } from './shared-exchange.js';

/** Trains this worker's copy of the network in step with the others; the first worker reports progress. */
export async function runReplica(
  { topology, weights, plan, shared, rank, workers }: ReplicaJob,
  watch: RunWatch,
): Promise<ReplicaOutcome> {
  const network = await models.modelFromJSON({ modelTopology: JSON.parse(topology) });
  try {
    const vector = WeightVector.all(network);
    vector.write(weights);
    const history = await runEpochs(network, plan, sharedExchange(shared, rank, workers), rank === 0 ? watch : {});
    return { history, weights: vector.read() };
  } finally {
    network.dispose();
  }
}
