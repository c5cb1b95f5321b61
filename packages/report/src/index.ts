export type { ConfidentAnswer } from '@ser/core';
export { type ConfusionMatrixPlot, confusionMatrixSvg } from './charts/confusion-matrix-svg.js';
export { type CountsPlot, countsSvg } from './charts/counts-svg.js';
export { type EmbeddingMapPlot, embeddingMapSvg, type MappedClip } from './charts/embedding-map-svg.js';
export { type HistogramPlot, histogramSvg } from './charts/histogram-svg.js';
export { type ClassFigures, type PerClassPlot, perClassBarsSvg } from './charts/per-class-bars-svg.js';
export { type ReliabilityPlot, reliabilityDiagramSvg } from './charts/reliability-diagram-svg.js';
export {
  type RiskCoveragePlot,
  riskCoverageSvg,
} from './charts/risk-coverage-svg.js';
export {
  ROBUSTNESS_CONDITIONS,
  type RobustnessPlot,
  type RobustnessPoint,
  type RobustnessSeries,
  robustnessSvg,
} from './charts/robustness-svg.js';
export { type EmotionTimelinePlot, emotionTimelineSvg } from './charts/signal/emotion-timeline-svg.js';
export { type ExplanationPlot, explanationSvg } from './charts/signal/explanation-svg.js';
export type { HeatMapAxis, HeatMapTick } from './charts/signal/heat-map-frame.js';
export { type HeatMapPlot, heatMapSvg } from './charts/signal/heat-map-svg.js';
export { type PitchContourPlot, pitchContourSvg } from './charts/signal/pitch-contour-svg.js';
export { type WaveformPlot, waveformSvg } from './charts/signal/waveform-svg.js';
export { type SpeakersPlot, speakersSvg } from './charts/speakers-svg.js';
export { type StackedPlots, stackSvg } from './charts/stack-svg.js';
export {
  type EpochPoint,
  type TrainingCurvesPlot,
  type TrainingSeries,
  trainingCurvesSvg,
} from './charts/training-curves-svg.js';
export { type ClipPage, clipHtml } from './page/clip-html.js';
export { type ReportComparison, tooFewSpeakers } from './page/comparison/comparison.js';
export {
  type FoldFigures,
  type PredictedUtterance,
  type ReportConfig,
  type ReportEvaluation,
  type ShownClip,
  type SpeakerFigures,
  warningsOf,
} from './page/evaluation/evaluation.js';
export { worstMistakes } from './page/evaluation/mistakes-section.js';
export { evaluationPlots, type NamedPlot } from './page/evaluation/plots.js';
export {
  type CardFacts,
  type CardParts,
  modelCardHtml,
  modelCardMarkdown,
  modelCardParts,
} from './page/model-card.js';
export { type Report, reportHtml } from './page/report-html.js';
