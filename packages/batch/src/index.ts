export { type FindClipsOptions, findClips } from './clips/find-clips.js';
export type {
  BatchEngine,
  BatchModel,
  Clip,
  ClipFailure,
  ClipLimits,
  ClipList,
  ClipScorer,
  Outcome,
  ScoreAllOptions,
  ScoredSegment,
} from './contract.js';
export { type LocalEngineOptions, localEngine } from './run/local-engine.js';
export { type BatchOptions, type BatchSummary, runBatch } from './run/run-batch.js';
