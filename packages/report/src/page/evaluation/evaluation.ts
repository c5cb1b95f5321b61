import type { Estimate } from '@ser/core';
import type { ClassFigures } from '../../charts/per-class-bars-svg.js';
import type { RobustnessPoint } from '../../charts/robustness-svg.js';
import type { EpochPoint } from '../../charts/training-curves-svg.js';

/** Figures of a speaker, as fractions of 1. */
export interface SpeakerFigures {
  readonly speaker: string;
  readonly utterances: number;
  readonly uar: number;
  readonly war: number;
  readonly macroF1: number;
}

/** Figures of a fold, as fractions of 1. */
export interface FoldFigures {
  readonly name: string;
  readonly utterances: number;
  readonly uar: number;
  readonly war: number;
  readonly macroF1: number;
  readonly ece: number;
}

/** Prediction of one utterance. */
export interface PredictedUtterance {
  readonly id: string;
  readonly speaker: string;
  readonly fold: string;
  readonly truth: string;
  readonly predicted: string;
  /** One probability for each label, in the order of the labels. */
  readonly probabilities: readonly number[];
}

/** The fields of a run's configuration that a report prints in words. */
export interface ReportConfig {
  readonly corpus: string;
  /** False for a corpus whose figures say nothing about real speech. */
  readonly benchmark: boolean;
  readonly protocol: string;
  readonly speakerIndependent: boolean;
  /** Warning of the protocol. */
  readonly warning?: string | undefined;
  /** True for a quick look that left out folds or epochs. */
  readonly partial?: boolean | undefined;
  /**
   * How features are adapted to each test speaker: `none` (default), not at all; `speaker`, with statistics of all clips of
   * the speaker; `enrolled`, with a few neutral clips of the speaker.
   */
  readonly speakerAdaptation?: 'none' | 'speaker' | 'enrolled' | undefined;
  /** Neutral clips of each speaker that were enrolled. */
  readonly enrollmentClips?: number | undefined;
  /** Number of recipes that were evaluated on the same test folds. */
  readonly candidates?: number | undefined;
  readonly labels: readonly string[];
  /** Versions, machine, date: what the figures depend on in addition. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** A clip that a report plays and draws. */
export interface ShownClip {
  /** That of its prediction. */
  readonly id: string;
  /** The recording as bytes of a WAV file; no player without it. */
  readonly wav?: Uint8Array | undefined;
  /** SVG documents, e.g. waveform and mel spectrogram. */
  readonly plots: readonly string[];
}

/** One evaluated model. Rates are fractions of 1. */
export interface ReportEvaluation {
  /** Name in tables and headings, e.g. `lstm`. */
  readonly name: string;
  /** Configuration of the run; printed in full as JSON. */
  readonly config: ReportConfig;
  readonly metrics: {
    readonly uar: Estimate;
    readonly war: Estimate;
    readonly macroF1: Estimate;
    readonly ece: Estimate;
    /** The calibration error before temperature scaling. */
    readonly eceUncalibrated?: number | undefined;
    readonly utterances: number;
    readonly speakers: number;
    /** The clips in which most listeners heard the emotion that was intended. */
    readonly agreed?: { readonly utterances: number; readonly uar: Estimate } | undefined;
    readonly perClass: readonly ClassFigures[];
    /** Counts [true class][predicted class]. */
    readonly confusion: readonly (readonly number[])[];
    readonly perSpeaker?: readonly SpeakerFigures[] | undefined;
    readonly folds?: readonly FoldFigures[] | undefined;
  };
  /** Warnings of the run, e.g. a fold whose training part lacks a class; one sentence each. */
  readonly warnings?: readonly string[] | undefined;
  readonly predictions?: readonly PredictedUtterance[] | undefined;
  /** The temperature of each fold; 1 means no scaling. */
  readonly folds?: readonly { readonly name: string; readonly temperature: number }[] | undefined;
  /** The embeddings of each fold's test part in two dimensions, in the order of its predictions. */
  readonly maps?:
    | readonly {
        readonly points: readonly (readonly [x: number, y: number])[];
        /** Share of the variance along each axis, in [0, 1]. */
        readonly explained: readonly [x: number, y: number];
      }[]
    | undefined;
  /** Clips that the report plays and draws, e.g. its `worstMistakes`. */
  readonly clips?: readonly ShownClip[] | undefined;
  /** UAR under corruptions. */
  readonly robustness?: readonly RobustnessPoint[] | undefined;
  /** One training history for each fold. */
  readonly histories?: readonly { readonly epochs: readonly EpochPoint[] }[] | undefined;
}

/**
 * Returns what limits the figures of an evaluation, one sentence each.
 *
 * @example
 * warningsOf({ config: { corpus: 'emodb', benchmark: true, protocol: 'random-10', speakerIndependent: false, labels } });
 * // ['Protocol random-10: training and test share speakers, so the figures are too high.']
 */
export function warningsOf({ config, warnings = [] }: Pick<ReportEvaluation, 'config' | 'warnings'>): string[] {
  const found: string[] = [];
  if (!config.benchmark)
    found.push(`The corpus “${config.corpus}” is synthetic: its figures say nothing about real speech.`);
  if (!config.speakerIndependent) {
    const shared = 'training and test share speakers, so the figures are too high.';
    found.push(`Protocol ${config.protocol}: ${config.warning ?? shared}`);
  } else if (config.warning !== undefined) found.push(config.warning);
  if (config.candidates !== undefined && config.candidates > 1)
    found.push(
      `${config.candidates} recipes were evaluated on these test folds: the figures of the best one are partly luck.`,
    );
  if (config.partial) found.push('A quick look: folds were left out or training was cut short.');
  return [...found, ...warnings];
}

/** Returns the name of an evaluation with its speaker adaptation, if any. */
export function headingOf({ name, config }: ReportEvaluation): string {
  switch (config.speakerAdaptation ?? 'none') {
    case 'none':
      return name;
    case 'speaker':
      return `${name}, normalized with each speaker\u2019s own clips`;
    case 'enrolled': {
      const { enrollmentClips: clips } = config;
      return `${name}, enrolled from ${clips === undefined ? 'neutral clips' : `${clips} neutral ${clips === 1 ? 'clip' : 'clips'}`} of each speaker`;
    }
  }
}
