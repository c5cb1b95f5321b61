import type { ModelSpec } from '@ser/models';
import type { History } from '../history.js';
import type { RunPlan } from '../run-plan.js';
import type { SharedSlots } from './shared-exchange.js';

/** One worker's part in a data-parallel run. */
export interface ReplicaJob {
  readonly model: ModelSpec;
  readonly input: { readonly frames: number; readonly coeffs: number; readonly classes: number };
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
