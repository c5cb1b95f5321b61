import type { AffectPoint, EmotionAnswer } from '@ser/core';
import type { SpeakerProfile } from 'ser';
import type { PersonalSummary } from '../personal/personal-model.js';
import type { ModelChoice } from '../personal/personal-store.js';

/** Bands of the mel spectrogram in the page. */
export const MEL_BANDS = 64;

/** Seconds of sound that can be replayed and scrolled back to. */
export const KEPT_SECONDS = 600;

/** Seconds of neutral speech that a speaker is enrolled from. */
export const ENROLLMENT_SECONDS = 10;

/** A segment of the last recording that is to be kept as a clip. */
export interface LabeledSegment {
  readonly start: number;
  readonly end: number;
  readonly emotion: string;
}

/** What the page asks about the clips and the model of its user. */
export type PersonalRequest =
  /** Keeps segments of the last recording; `source` names it. */
  | { readonly kind: 'keep'; readonly segments: readonly LabeledSegment[]; readonly source: string }
  | { readonly kind: 'play-clip'; readonly id: number }
  | { readonly kind: 'delete-clips'; readonly ids: readonly number[] }
  /** Fine-tunes the model of the page on all clips. */
  | { readonly kind: 'fine-tune' }
  | { readonly kind: 'choose'; readonly choice: ModelChoice }
  | { readonly kind: 'delete-model' }
  | { readonly kind: 'export' };

/** What the page asks its worker. */
export type Request =
  | PersonalRequest
  /** Samples of one channel are going to come, at this rate in Hz. */
  | { readonly kind: 'listen'; readonly sampleRate: number; readonly speaker: SpeakerProfile | undefined }
  | { readonly kind: 'samples'; readonly samples: Float32Array }
  /** No more samples come. */
  | { readonly kind: 'end' }
  /** The next seconds are neutral speech of the user. */
  | { readonly kind: 'enroll' }
  /** From now on, answers are for this speaker. */
  | { readonly kind: 'speaker'; readonly speaker: SpeakerProfile | undefined }
  | {
      readonly kind: 'file';
      readonly file: Blob | { readonly samples: Float32Array; readonly sampleRate: number };
      readonly speaker: SpeakerProfile | undefined;
    }
  /** Asks for samples between two times, in seconds. */
  | { readonly kind: 'replay'; readonly start: number; readonly end: number };

/** A failure as the page shows it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What the worker reports. */
export type Report =
  | {
      readonly kind: 'ready';
      readonly model: string;
      readonly labels: readonly { readonly label: string; readonly affect: AffectPoint | undefined }[];
      readonly seconds: number;
      /** False for a model whose answers do not depend on the profile of a speaker. */
      readonly usesProfiles: boolean;
    }
  /** Columns of the pictures, in order: mel bands as bytes, and lowest and highest sample as pairs. */
  | { readonly kind: 'columns'; readonly mel: Uint8Array; readonly peaks: Float32Array; readonly rate: number }
  | { readonly kind: 'speech'; readonly start: number }
  | {
      readonly kind: 'update';
      readonly start: number;
      readonly end: number;
      readonly answer: EmotionAnswer;
      readonly affect: AffectPoint | undefined;
      readonly skipped: number;
    }
  | {
      readonly kind: 'final';
      readonly start: number;
      readonly end: number;
      readonly answer: EmotionAnswer;
      readonly affect: AffectPoint | undefined;
    }
  /** Share of one core that the worker needs, 0 to 1. */
  | { readonly kind: 'load'; readonly share: number }
  | { readonly kind: 'progress'; readonly seconds: number }
  /** All samples have been worked off. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'enrolling'; readonly seconds: number }
  | { readonly kind: 'enrolled'; readonly speaker: SpeakerProfile; readonly notes: readonly string[] }
  | { readonly kind: 'audio'; readonly start: number; readonly samples: Float32Array; readonly sampleRate: number }
  /** What is kept of the user, and which model answers. */
  | ({ readonly kind: 'personal'; readonly choice: ModelChoice } & PersonalSummary)
  /** Clips that were left out so far, of all. */
  | { readonly kind: 'fine-tuning'; readonly done: number; readonly total: number }
  /** A zip archive with the folder of the model of the user. */
  | { readonly kind: 'exported'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The work that was asked for failed; `during` names it. */
  | {
      readonly kind: 'failed';
      readonly during: 'load' | 'listen' | 'file' | 'enroll' | 'personal';
      readonly failure: Failure;
    };
