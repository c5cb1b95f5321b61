import type { ClassFigures } from './per-class-bars-svg.js';
import type { EpochPoint } from './training-curves-svg.js';

/** Headline figures; all rates are fractions of 1. */
export interface EvaluationScores {
  readonly uar: number;
  readonly war: number;
  readonly macroF1: number;
  readonly ece: number;
}

/** One utterance's answer. */
export interface PredictedUtterance {
  readonly id: string;
  readonly speaker: string;
  readonly fold: string;
  readonly truth: string;
  readonly predicted: string;
  /** One probability per label, in the order of the labels. */
  readonly probabilities: readonly number[];
}

/**
 * One evaluated model. The result of `crossValidate` of `@ser/training` fits: `{ name, ...crossValidation }`.
 */
export interface ReportEvaluation {
  /** How tables and headings call it, e.g. `lstm`. */
  readonly name: string;
  /** What was run; shown whole as JSON, and these fields in words. */
  readonly config: {
    readonly corpus: string;
    /** False for a corpus whose figures mean nothing beyond the run. */
    readonly benchmark: boolean;
    readonly protocol: string;
    readonly speakerIndependent: boolean;
    readonly warning?: string;
    /** True for a quick look that left out folds or epochs. */
    readonly partial?: boolean;
    readonly labels: readonly string[];
  };
  readonly metrics: EvaluationScores & {
    readonly utterances: number;
    readonly speakers: number;
    /** 95 % interval of the UAR. */
    readonly ci95: readonly [number, number];
    readonly perClass: readonly ClassFigures[];
    /** Counts by truth (row) and prediction (column). */
    readonly confusion: readonly (readonly number[])[];
    readonly folds?: readonly (EvaluationScores & { readonly name: string; readonly utterances: number })[];
  };
  readonly predictions?: readonly PredictedUtterance[];
  /** One training history a fold. */
  readonly histories?: readonly { readonly epochs: readonly EpochPoint[] }[];
}

/** What a reader must know before believing the figures, each in one sentence. */
export function warningsOf({ config }: ReportEvaluation): string[] {
  const warnings: string[] = [];
  if (!config.benchmark)
    warnings.push(
      `The corpus “${config.corpus}” is synthetic: these figures are no benchmark of speech emotion recognition.`,
    );
  if (!config.speakerIndependent)
    warnings.push(
      `Protocol ${config.protocol}: speakers are shared between training and test, so the figures are too good.`,
    );
  if (config.warning !== undefined) warnings.push(config.warning);
  if (config.partial) warnings.push('A quick look: folds were left out or training was cut short.');
  return warnings;
}
