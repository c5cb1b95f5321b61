export { AFFECT, AFFECT_SOURCE, type Affect, type AffectPoint, meanAffect } from './affect.js';
export type { EmotionAnswer, EmotionSegment } from './answer.js';
export {
  EMOTIONS,
  type Emotion,
  isEmotion,
  isKnownEmotion,
  type KnownEmotion,
  MAX_EMOTION_LENGTH,
} from './emotions.js';
export { abortError, throwIfAborted } from './errors/abort.js';
export { invalidArgument, unknownName } from './errors/invalid-argument.js';
export { nearest } from './errors/nearest.js';
export { printable } from './errors/printable.js';
export { SerError, type SerErrorCode, type SerErrorOptions } from './errors/ser-error.js';
export { type TimeLimit, withinSeconds } from './errors/within-seconds.js';
export type { Estimate } from './numbers/estimate.js';
export { quantile } from './numbers/quantile.js';
export { Random, type RandomState } from './numbers/random.js';
export { type ConfidentAnswer, type RiskAtCoverage, riskCoverage } from './numbers/risk-coverage.js';
export {
  type Progress,
  type ProgressEvent,
  type ProgressListener,
  type ProgressStep,
  startProgress,
} from './progress.js';
export { describeTable } from './table/describe-table.js';
export { groupBy } from './table/group-by.js';
export { type Cell, rowCount, type Table } from './table/table.js';
export { type CsvRow, type FormatCsvOptions, formatCsv, type ParseCsvOptions, parseCsv } from './text/csv.js';
export { formatLabelTrack, formatTextGrid, type LabeledInterval } from './text/intervals.js';
export { canonicalJson, isRecord, type ParseJsonOptions, parseJson } from './text/json.js';
export { type JobWorker, type OpenWorkerOptions, openWorker, type WorkerJobOptions } from './workers/open-worker.js';
export { type OpenWorkerPoolOptions, openWorkerPool, type WorkerPool } from './workers/open-worker-pool.js';
export {
  availableThreads,
  type BrowserWorker,
  hasWorkers,
  type WorkerSource,
} from './workers/platform.js';
export { type RunJobsOptions, runJobs } from './workers/run-jobs.js';
export { type JobHandler, serveJobs } from './workers/serve-jobs.js';
export { pause, runAtOnce, runInTurns, type Steps, type TurnOptions, waitFor } from './workers/turns.js';
