import { computed, signal } from '@preact/signals';
import type { PersonalSummary } from '../personal/personal-model.js';
import type { ModelChoice } from '../personal/personal-store.js';
import type { PersonalRequest, Report } from '../worker/messages.js';

/** The clips and the model of the user, as the page shows them. */
export class Personal {
  /** Undefined where the browser keeps nothing for this page. */
  readonly kept = signal<PersonalSummary | undefined>(undefined);
  /** Which model answers. */
  readonly choice = signal<ModelChoice>('carried');
  /** The emotion of the clips that are being recorded. */
  readonly recording = signal<string | undefined>(undefined);
  /** Share of the fine-tuning that is done; undefined if none is under way. */
  readonly progress = signal<number | undefined>(undefined);
  /** Number of clips of each emotion. */
  readonly counts = computed(() => {
    const counts = new Map<string, number>();
    for (const { emotion } of this.kept.value?.clips ?? []) counts.set(emotion, (counts.get(emotion) ?? 0) + 1);
    return counts;
  });
  /** True if there are enough clips to fine-tune. */
  readonly canFineTune = computed(() => {
    const counts = [...this.counts.value.values()];
    return counts.length >= 2 && counts.every((count) => count >= this.kept.value!.leastClips);
  });
  readonly #send: (request: PersonalRequest) => void;

  constructor(send: (request: PersonalRequest) => void) {
    this.#send = send;
  }

  /** Takes what the worker reports. */
  apply(report: Extract<Report, { kind: 'personal' | 'fine-tuning' }>): void {
    if (report.kind === 'fine-tuning') {
      this.progress.value = report.done / report.total;
      return;
    }
    const { kind: _, choice, ...kept } = report;
    this.kept.value = kept;
    this.choice.value = choice;
    this.progress.value = undefined;
  }

  /** Trains the model of the user on all clips. */
  fineTune(): void {
    this.progress.value = 0;
    this.#send({ kind: 'fine-tune' });
  }

  /** Lets one of the models answer. */
  choose(choice: ModelChoice): void {
    this.#send({ kind: 'choose', choice });
  }

  deleteClips(ids: readonly number[]): void {
    this.#send({ kind: 'delete-clips', ids });
  }

  /** Deletes all clips and the model. */
  deleteAll(): void {
    this.deleteClips(this.kept.value?.clips.map(({ id }) => id) ?? []);
    this.#send({ kind: 'delete-model' });
  }

  /** Asks for the model folder in a zip archive, which the page then hands to the user. */
  exportModel(): void {
    this.#send({ kind: 'export' });
  }
}
