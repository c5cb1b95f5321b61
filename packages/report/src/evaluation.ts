import type { ClassFigures } from './per-class-bars-svg.js';
import type { RobustnessPoint } from './robustness-svg.js';
import type { EpochPoint } from './training-curves-svg.js';

/** Headline figures; all rates are fractions of 1. */
export interface EvaluationScores {
  readonly uar: number;
  readonly war: number;
  readonly macroF1: number;
  readonly ece: number;
  /** The calibration error before temperature scaling, where it is known. */
  readonly eceUncalibrated?: number;
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
    /** `plain` (default), `speaker`: by each speaker's own clips, `enrolled`: shifted by neutral clips of each speaker. */
    readonly normalization?: 'plain' | 'speaker' | 'enrolled';
    readonly enrollmentClips?: number;
    /** How many recipes have been judged on the same test folds. */
    readonly candidates?: number;
    readonly labels: readonly string[];
  };
  readonly metrics: EvaluationScores & {
    readonly utterances: number;
    readonly speakers: number;
    /** 95 % interval of the UAR. */
    readonly ci95: readonly [number, number];
    /** The same of the WAR; absent with a single speaker. */
    readonly ci95War?: readonly [number, number];
    readonly perClass: readonly ClassFigures[];
    /** Counts by truth (row) and prediction (column). */
    readonly confusion: readonly (readonly number[])[];
    readonly perSpeaker?: readonly (Omit<EvaluationScores, 'ece' | 'eceUncalibrated'> & {
      readonly speaker: string;
      readonly utterances: number;
    })[];
    readonly folds?: readonly (EvaluationScores & { readonly name: string; readonly utterances: number })[];
  };
  readonly predictions?: readonly PredictedUtterance[];
  /** The temperature that each fold's probabilities were scaled by, 1 for none. */
  readonly folds?: readonly { readonly name: string; readonly temperature: number }[];
  /** UAR under corruptions, from `robustnessCurves` of `@ser/training`. */
  readonly robustness?: readonly RobustnessPoint[];
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
  if (!config.speakerIndependent) {
    // The protocol's own warning, if it has one, says so.
    const shared = 'speakers are shared between training and test, so the figures are too good.';
    warnings.push(`Protocol ${config.protocol}: ${config.warning ?? shared}`);
  } else if (config.warning !== undefined) warnings.push(config.warning);
  if (config.candidates !== undefined && config.candidates > 1)
    warnings.push(
      `${config.candidates} recipes have been judged on these test folds: the best of them owes some of its figures to chance.`,
    );
  if (config.partial) warnings.push('A quick look: folds were left out or training was cut short.');
  return warnings;
}

/** The name of an evaluation and, unless normalization is plain, what was known of the test speakers beforehand. */
export function headingOf({ name, config }: ReportEvaluation): string {
  switch (config.normalization ?? 'plain') {
    case 'plain':
      return name;
    case 'speaker':
      return `${name}, normalized by each speaker\u2019s own clips`;
    case 'enrolled': {
      const { enrollmentClips: clips } = config;
      return `${name}, enrolled by ${clips === undefined ? 'neutral clips' : `${clips} neutral ${clips === 1 ? 'clip' : 'clips'}`} of each speaker`;
    }
  }
}
