export { isUrl } from './clips/audio-names.js';
export { type FindClipsOptions, findClips, isCollection } from './clips/find-clips.js';
export { openUrl } from './clips/open-url.js';
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
} from './contract.js';
export { type Column, columnsFor, type Value } from './results/columns.js';
export { type LocalEngineOptions, localEngine } from './run/local-engine.js';
export { type BatchOptions, type BatchSummary, runBatch } from './run/run-batch.js';
