import { batch, computed, type Signal, signal } from '@preact/signals';
import type { AffectPoint, EmotionAnswer } from '@ser/core';
import type { SpeakerProfile } from 'ser';
import type { LiveSegment } from '../annotation/segment.js';
import type { Failure, Report } from '../worker/messages.js';
import { ArrivalClock } from './arrival-clock.js';
import { PictureHistory } from './picture-history.js';

/** What the page is doing. */
export type Status = 'loading' | 'ready' | 'asking' | 'listening' | 'reading' | 'broken';

/** What is said about the sound at the moment. */
export interface Now {
  readonly answer: EmotionAnswer;
  readonly isFinal: boolean;
}

/** A point of the trail in the plane of valence and arousal. */
export interface TrailPoint extends AffectPoint {
  readonly seconds: number;
}

/** Points of the trail that are kept. */
const TRAIL = 24;

/** Figures about how fast the page answers. */
export interface Figures {
  /** From the last sound of an update to the update, in milliseconds. */
  readonly updateMs?: number | undefined;
  /** From the end of speech to its final answer, in milliseconds. */
  readonly finalMs?: number | undefined;
  /** Share of one core that the worker needs, 0 to 1. */
  readonly load?: number | undefined;
  readonly sampleRate?: number | undefined;
  /** Updates that were left out. */
  readonly skipped: number;
}

/** A report about the recording, of work that did not fail. */
type GoodReport = Exclude<Report, { kind: 'failed' | 'audio' | 'personal' | 'fine-tuning' | 'exported' }>;

/** Columns per second until the first ones come. */
const COLUMN_RATE = 62.5;

/** Everything that the page shows; what changes is a signal. */
export class LiveState {
  readonly status = signal<Status>('loading');
  readonly model = signal('');
  readonly labels = signal<Extract<Report, { kind: 'ready' }>['labels']>([]);
  /** False if the answers of the model do not depend on an enrolled speaker. */
  readonly usesProfiles = signal(true);
  readonly failure = signal<Failure | undefined>(undefined);
  /** What to say that is no failure. */
  readonly note = signal('');
  readonly muted = signal(false);
  readonly sourceName = signal('');
  readonly microphones = signal<readonly MediaDeviceInfo[]>([]);
  readonly deviceId = signal<string | undefined>(undefined);
  readonly now = signal<Now | undefined>(undefined);
  readonly speaking = signal(false);
  readonly trail = signal<readonly TrailPoint[]>([]);
  readonly segments = signal<readonly LiveSegment[]>([]);
  /** Seconds of the recording so far. */
  readonly seconds = signal(0);
  /** Where the pictures end; undefined follows the recording. */
  readonly cursor = signal<number | undefined>(undefined);
  readonly speaker = signal<SpeakerProfile | undefined>(undefined);
  /** Seconds of neutral speech that were heard; undefined unless a speaker is being enrolled. */
  readonly enrolling = signal<number | undefined>(undefined);
  readonly figures = signal<Figures>({ skipped: 0 });
  readonly pictures: Signal<PictureHistory> = signal(new PictureHistory(COLUMN_RATE));
  readonly isBusy = computed(() => ['asking', 'listening', 'reading'].includes(this.status.value));

  /** Knows when the sound of this recording was heard. */
  clock: ArrivalClock = new ArrivalClock();

  /** Forgets the last recording and begins another. */
  begin(status: Status, sourceName: string): void {
    batch(() => {
      this.status.value = status;
      this.sourceName.value = sourceName;
      this.failure.value = undefined;
      this.note.value = '';
      this.now.value = undefined;
      this.segments.value = [];
      this.trail.value = [];
      this.seconds.value = 0;
      this.cursor.value = undefined;
      this.figures.value = { skipped: 0 };
      this.pictures.value = new PictureHistory(COLUMN_RATE);
    });
    this.clock = new ArrivalClock();
  }

  /** Takes what the worker reports. `time` is now, in milliseconds. */
  apply(report: GoodReport, time: number): void {
    batch(() => this.#apply(report, time));
  }

  #apply(report: GoodReport, time: number): void {
    switch (report.kind) {
      case 'ready':
        // A file may already be dropped while the model is loading.
        if (this.status.value === 'loading') this.status.value = 'ready';
        this.model.value = report.model;
        this.labels.value = report.labels;
        this.usesProfiles.value = report.usesProfiles;
        return;
      case 'columns':
        this.pictures.value.push(report.mel, report.peaks);
        this.seconds.value = this.pictures.value.count / report.rate;
        return;
      case 'speech':
        this.speaking.value = true;
        return;
      case 'update':
        this.#answer(report, time);
        return;
      case 'final':
        this.speaking.value = false;
        this.segments.value = [...this.segments.value, { start: report.start, end: report.end, answer: report.answer }];
        this.#answer(report, time);
        return;
      case 'load':
        this.figures.value = { ...this.figures.value, load: report.share };
        return;
      case 'progress':
        this.note.value = `${Math.round(report.seconds)} s are recognized.`;
        return;
      case 'ended':
        this.status.value = 'ready';
        this.speaking.value = false;
        this.note.value = this.segments.value.length === 0 ? 'No speech was found.' : '';
        return;
      case 'enrolling':
        if (this.enrolling.value !== undefined) this.enrolling.value = report.seconds;
        return;
      case 'enrolled':
        this.enrolling.value = undefined;
        this.speaker.value = report.speaker;
        this.note.value = ['Answers are now for your voice.', ...report.notes].join(' ');
        return;
    }
  }

  #answer(report: Extract<Report, { kind: 'update' | 'final' }>, time: number): void {
    const { answer, affect, end } = report;
    const isFinal = report.kind === 'final';
    this.now.value = { answer, isFinal };
    const { skipped, updateMs, finalMs } = this.figures.value;
    const age = this.clock.age(end, time);
    this.figures.value = isFinal
      ? { ...this.figures.value, finalMs: age ?? finalMs }
      : { ...this.figures.value, updateMs: age ?? updateMs, skipped: skipped + report.skipped };
    if (affect) this.trail.value = [...this.trail.value, { ...affect, seconds: end }].slice(-TRAIL);
  }
}
