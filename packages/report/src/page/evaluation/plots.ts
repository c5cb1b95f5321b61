import { confusionMatrixSvg } from '../../charts/confusion-matrix-svg.js';
import { embeddingMapSvg } from '../../charts/embedding-map-svg.js';
import { perClassBarsSvg } from '../../charts/per-class-bars-svg.js';
import { reliabilityDiagramSvg } from '../../charts/reliability-diagram-svg.js';
import { riskCoverageSvg } from '../../charts/risk-coverage-svg.js';
import { ROBUSTNESS_CONDITIONS, robustnessSvg } from '../../charts/robustness-svg.js';
import { speakersSvg } from '../../charts/speakers-svg.js';
import { type TrainingSeries, trainingCurvesSvg } from '../../charts/training-curves-svg.js';
import { answersOf, isScaled } from './answers.js';
import type { ReportEvaluation } from './evaluation.js';

/** A plot of an evaluation. */
export interface NamedPlot {
  /** Name of a file without its ending, e.g. `confusion-matrix`. */
  readonly name: string;
  /** The part of a report that shows it. */
  readonly part: 'classes' | 'speakers' | 'training' | 'confidence' | 'embeddings' | 'robustness';
  /** An SVG document. */
  readonly svg: string;
}

/** Returns the training of each fold that has epochs. */
export const trainingOf = ({ metrics, histories = [] }: ReportEvaluation): TrainingSeries[] =>
  histories
    .map(({ epochs }, i) => ({ name: metrics.folds?.[i]?.name ?? `run ${i + 1}`, epochs }))
    .filter(({ epochs }) => epochs.length > 0);

/** Draws the calibration and, if temperatures changed it, the calibration before scaling. */
function reliabilityPlots(evaluation: ReportEvaluation): NamedPlot[] {
  const { ece, eceUncalibrated } = evaluation.metrics;
  const diagram = (name: string, title: string, scaling: 'after' | 'before', error: number | undefined): NamedPlot => ({
    ...{ name, part: 'confidence' },
    svg: reliabilityDiagramSvg({ title, answers: answersOf(evaluation, scaling), ece: error }),
  });
  if (!isScaled(evaluation)) return [diagram('reliability', 'Calibration', 'after', ece.value)];
  return [
    diagram('reliability-before-scaling', 'Before calibration', 'before', eceUncalibrated),
    diagram('reliability', 'After calibration', 'after', ece.value),
  ];
}

/** Draws a map for each fold: each has its own network, so that their embeddings cannot share one. */
function embeddingMaps({ maps = [], folds = [], predictions = [], config }: ReportEvaluation): NamedPlot[] {
  return maps.flatMap(({ points, explained }, i) => {
    const fold = folds[i]?.name ?? `fold ${i + 1}`;
    const own = predictions.filter((prediction) => prediction.fold === fold);
    if (own.length === 0) return [];
    const clips = own.map(({ truth, predicted }, row) => {
      const [x, y] = points[row] ?? [Number.NaN, Number.NaN];
      return { x, y, label: truth, correct: truth === predicted };
    });
    const svg = embeddingMapSvg({ clips, labels: config.labels, explained, title: `Test part of ${fold}` });
    return { name: `embeddings-${fold.replace(/[^\w.-]+/g, '-')}`, part: 'embeddings', svg };
  });
}

function robustnessPlots({ name, robustness = [], config }: ReportEvaluation): NamedPlot[] {
  const measured = new Set(robustness.map(({ condition }) => condition));
  const chance = 1 / config.labels.length;
  return ROBUSTNESS_CONDITIONS.filter((condition) => measured.has(condition)).map((condition) => ({
    ...{ name: `robustness-${condition}`, part: 'robustness' },
    svg: robustnessSvg({ condition, series: [{ name, rows: robustness }], chance }),
  }));
}

/**
 * Draws all that there is of an evaluation: confusion matrix, recall of each emotion, UAR of each speaker, training curves,
 * reliability diagrams, risk–coverage curve, maps of embeddings, robustness curves. `reportHtml` shows the same plots.
 *
 * @throws SerError `INVALID_ARGUMENT` for figures that cannot be drawn.
 * @example
 * for (const { name, svg } of evaluationPlots(evaluation)) await writeFile(`${name}.svg`, svg);
 */
export function evaluationPlots(evaluation: ReportEvaluation): NamedPlot[] {
  const { name, config, metrics, predictions = [] } = evaluation;
  const { labels } = config;
  const { perSpeaker = [] } = metrics;
  const chance = 1 / labels.length;
  const series = trainingOf(evaluation);
  const one = (part: NamedPlot['part'], file: string, svg: string): NamedPlot => ({ name: file, part, svg });
  return [
    one(
      'classes',
      'confusion-matrix',
      confusionMatrixSvg({ labels, matrix: metrics.confusion, title: `Confusion, ${name}` }),
    ),
    one('classes', 'recall', perClassBarsSvg({ perClass: metrics.perClass })),
    ...(perSpeaker.length > 1 ? [one('speakers', 'speakers', speakersSvg({ speakers: perSpeaker, chance }))] : []),
    ...(series.length > 0 ? [one('training', 'training-curves', trainingCurvesSvg({ series, chance }))] : []),
    ...(predictions.length > 0
      ? [
          ...reliabilityPlots(evaluation),
          one('confidence', 'risk-coverage', riskCoverageSvg({ answers: answersOf(evaluation, 'after') })),
        ]
      : []),
    ...embeddingMaps(evaluation),
    ...robustnessPlots(evaluation),
  ];
}
