import { SerError } from '@ser/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { slotLength } from '../fit/run-epochs.js';
import type { RunPlan } from '../fit/run-plan.js';
import type { RunWatch } from '../fit/run-watch.js';
import type { History } from '../metrics/history.js';
import { WeightVector } from '../network/weight-vector.js';
import type { WorkerSetup } from './messages.js';
import { runInWorkers } from './run-in-workers.js';
import { createSharedSlots } from './shared-exchange.js';

/** Options of {@link fitInWorkers}. */
export interface FitInWorkersOptions {
  readonly threads: number;
  readonly setup: WorkerSetup;
  readonly watch: RunWatch;
  readonly signal?: AbortSignal | undefined;
}

/** Trains a network in place with workers that share each batch; the result equals that of a run without workers. */
export async function fitInWorkers(
  network: LayersModel,
  plan: RunPlan,
  { threads, setup, watch, signal }: FitInWorkersOptions,
): Promise<History> {
  const vector = WeightVector.all(network);
  const weights = vector.read();
  const topology = network.toJSON() as string;
  const workers = Math.min(threads, plan.options.shards);
  const shared = createSharedSlots(plan.options.shards, slotLength(network, plan));
  const jobs = Array.from({ length: workers }, (_, rank) => ({
    topology,
    weights,
    plan,
    shared,
    rank,
    workers,
  }));
  const outcomes = await runInWorkers('replica', jobs, {
    threads: workers,
    setup,
    watch: () => watch,
    signal,
  });
  const [first] = outcomes;
  if (!first) throw new SerError('UNSUPPORTED_PLATFORM', 'no worker started');
  vector.write(first.weights);
  return first.history;
}
