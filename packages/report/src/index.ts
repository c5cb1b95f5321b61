export { type ConfusionMatrixPlot, confusionMatrixSvg } from './charts/confusion-matrix-svg.js';
export { type CountsPlot, countsSvg } from './charts/counts-svg.js';
export { type HeatMapPlot, type HeatMapTick, heatMapSvg } from './charts/heat-map-svg.js';
export { type HistogramPlot, histogramSvg } from './charts/histogram-svg.js';
export { type ClassFigures, type PerClassPlot, perClassBarsSvg } from './charts/per-class-bars-svg.js';
export { type ConfidentAnswer, type ReliabilityPlot, reliabilityDiagramSvg } from './charts/reliability-diagram-svg.js';
export {
  type CoveragePoint,
  type RiskCoveragePlot,
  riskCoverage,
  riskCoverageSvg,
} from './charts/risk-coverage-svg.js';
export {
  ROBUSTNESS_CONDITIONS,
  type RobustnessPlot,
  type RobustnessPoint,
  type RobustnessSeries,
  robustnessSvg,
} from './charts/robustness-svg.js';
export {
  type EpochPoint,
  type TrainingCurvesPlot,
  type TrainingSeries,
  trainingCurvesSvg,
} from './charts/training-curves-svg.js';
export { type WaveformPlot, waveformSvg } from './charts/waveform-svg.js';
export { type ReportComparison, tooFewSpeakers } from './page/comparison.js';
export {
  type FoldFigures,
  type PredictedUtterance,
  type ReportConfig,
  type ReportEvaluation,
  type SpeakerFigures,
  warningsOf,
} from './page/evaluation.js';
export { type Report, reportHtml } from './page/report-html.js';
