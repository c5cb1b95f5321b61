import type { RunPlan } from '../fit/run-plan.js';
import type { History } from '../metrics/history.js';
import type { SharedSlots } from './shared-exchange.js';

/** One worker's part in a data-parallel run. */
export interface ReplicaJob {
  /** How the network is built, the JSON text of `LayersModel.toJSON`. */
  readonly topology: string;
  /** The weights to begin with, all of them, as a `WeightVector`. */
  readonly weights: Float32Array;
  readonly plan: RunPlan;
  readonly shared: SharedSlots;
  /** This worker's number, and how many there are. */
  readonly rank: number;
  readonly workers: number;
}

/** How a worker's part ended. All workers end with the same weights. */
export interface ReplicaOutcome {
  readonly history: History;
  readonly weights: Float32Array;
}
