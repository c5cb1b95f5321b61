export type { ReportComparison } from './comparison-section.js';
export { type ConfusionMatrixPlot, confusionMatrixSvg } from './confusion-matrix-svg.js';
export { type CountsPlot, countsSvg } from './counts-svg.js';
export { type EvaluationScores, type PredictedUtterance, type ReportEvaluation, warningsOf } from './evaluation.js';
export { type HistogramPlot, histogramSvg } from './histogram-svg.js';
export { type ClassFigures, type PerClassPlot, perClassBarsSvg } from './per-class-bars-svg.js';
export { type ConfidentAnswer, type ReliabilityPlot, reliabilityDiagramSvg } from './reliability-diagram-svg.js';
export { type Report, reportHtml } from './report-html.js';
export {
  ROBUSTNESS_CONDITIONS,
  type RobustnessPlot,
  type RobustnessPoint,
  type RobustnessSeries,
  robustnessSvg,
} from './robustness-svg.js';
export { tooFewSpeakers } from './too-few-speakers.js';
export {
  type EpochPoint,
  type TrainingCurvesPlot,
  type TrainingSeries,
  trainingCurvesSvg,
} from './training-curves-svg.js';
