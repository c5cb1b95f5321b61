import type { EmotionSegment } from '@ser/core';

/** A recording of a batch. */
export interface Clip {
  /** Its path relative to the root, with `/` between folders, or its `http:` or `https:` URL. */
  readonly file: string;
  /** Stands for the clip and its content: made from path, size and time of the last change, or from the URL. */
  readonly key: string;
}

/** The recordings of a batch, each of them once, in the order of the results. */
export interface ClipList {
  /** The folder that paths are relative to, as an absolute path. */
  readonly root: string;
  readonly clips: readonly Clip[];
  /** Says what was left out, one sentence each. */
  readonly notes: readonly string[];
}

/** Why a clip has no answer. */
export interface ClipFailure {
  /** The code of a `SerError`, or `TIMEOUT`, `WORKER_LOST` or `UNEXPECTED`. */
  readonly code: string;
  readonly message: string;
}

/** What becomes of a clip: its answers, or the reason why there are none. */
export type Outcome = { readonly segments: readonly EmotionSegment[] } | { readonly failure: ClipFailure };

/** A model as a batch sees it. */
export interface BatchModel {
  /** The same for the same answers: batches and workers compare it. */
  readonly digest: string;
  /** What it tells apart, in the order of the columns. */
  readonly labels: readonly string[];
}

/** A model that answers for recordings, several at a time. */
export interface ClipScorer extends BatchModel {
  /**
   * Answers for a recording.
   *
   * @param recording the path of a file, or the bytes of one.
   * @param options `maxSeconds`: longest recording; `signal` ends the work.
   */
  score(
    recording: string | Uint8Array,
    options: { readonly maxSeconds: number; readonly signal: AbortSignal },
  ): Promise<readonly EmotionSegment[]>;
}

/** Limits for each clip. */
export interface ClipLimits {
  /** Longest recording in seconds, at least 1. Default 14,400 (4 h). */
  readonly maxSeconds?: number | undefined;
  /** Longest time that a clip may take in seconds, at least 1. Default 600. */
  readonly timeoutSeconds?: number | undefined;
}

/** How the clips of a batch are scored: by local threads, or by workers on other machines. */
export interface BatchEngine {
  readonly model: BatchModel;
  /**
   * Scores clips in any order and ends when all have an outcome. When `signal` is aborted it begins no more clips, and
   * ends when those at work have ended.
   */
  scoreAll(clips: readonly Clip[], options: ScoreAllOptions): Promise<void>;
}

/** Options of {@link BatchEngine.scoreAll}. */
export interface ScoreAllOptions {
  /** Folder that the paths of clips are relative to. */
  readonly root: string;
  /** Stands for the batch; the same when it is resumed. */
  readonly batch: string;
  readonly signal?: AbortSignal | undefined;
  /** Receives each outcome; a second one for a clip is ignored. It is stored when this returns. */
  onOutcome(clip: Clip, outcome: Outcome): void;
  /** Receives what a user should know, e.g. that no worker is connected. */
  onNote(note: string): void;
}
