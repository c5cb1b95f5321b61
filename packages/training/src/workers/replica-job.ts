import type { RunPlan } from '../fit/run-plan.js';
import type { History } from '../metrics/history.js';
import type { SharedSlots } from './shared-exchange.js';

/** The job of one worker in a data-parallel run. */
export interface ReplicaJob {
  /** Topology of the network, the JSON text of `LayersModel.toJSON`. */
  readonly topology: string;
  /** All initial weights, in the order of `WeightVector.all`. */
  readonly weights: Float32Array;
  readonly plan: RunPlan;
  readonly shared: SharedSlots;
  /** Number of this worker, from 0, and number of workers. */
  readonly rank: number;
  readonly workers: number;
}

/** The outcome of a job. All workers end with the same weights. */
export interface ReplicaOutcome {
  readonly history: History;
  readonly weights: Float32Array;
}
