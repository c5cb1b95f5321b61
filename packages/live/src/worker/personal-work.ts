import { PersonalModel, quantized, samplesOf } from '../personal/personal-model.js';
import type { ModelChoice, PersonalStore } from '../personal/personal-store.js';
import { failureOf } from './failure.js';
import type { PersonalRequest } from './messages.js';
import { type Recognizers, readyReport } from './recognizers.js';
import type { Post, Take } from './take.js';

/** Serves what the page asks about the clips and the model of the user. */
export class PersonalWork {
  readonly #store: PersonalStore;
  readonly #model: PersonalModel;
  readonly #recognizers: Recognizers;
  readonly #post: Post;

  constructor(store: PersonalStore, recognizers: Recognizers, post: Post) {
    this.#store = store;
    this.#model = new PersonalModel(store);
    this.#recognizers = recognizers;
    this.#post = post;
  }

  /** Reports what is kept. */
  async report(): Promise<void> {
    this.#post({ kind: 'personal', ...(await this.#model.summary()), choice: this.#recognizers.choice });
  }

  /** @param take the last recording, which clips are cut from. */
  async serve(request: PersonalRequest, take: Take | undefined): Promise<void> {
    try {
      await this.#serve(request, take);
    } catch (error) {
      this.#post({ kind: 'failed', during: 'personal', failure: failureOf(error) });
    }
  }

  async #serve(request: PersonalRequest, take: Take | undefined): Promise<void> {
    switch (request.kind) {
      case 'keep': {
        if (!take) return;
        const { recording } = take;
        const { sampleRate } = recording;
        const clips = request.segments.map(({ start, end, emotion }) => {
          const { samples } = recording.slice(start, end);
          return { emotion, source: request.source, sampleRate, samples: quantized(samples) };
        });
        await this.#store.add(clips.filter(({ samples }) => samples.length > 0));
        return this.report();
      }
      case 'play-clip': {
        const clip = (await this.#store.all()).find(({ id }) => id === request.id);
        if (!clip) return;
        const samples = samplesOf(clip);
        return this.#post({ kind: 'audio', start: 0, samples, sampleRate: clip.sampleRate }, [samples.buffer]);
      }
      case 'delete-clips':
        await this.#store.delete(request.ids);
        return this.report();
      case 'fine-tune':
        return this.#fineTune();
      case 'choose':
        return this.#choose(request.choice);
      case 'delete-model':
        await this.#model.delete();
        await this.#choose('carried');
        return this.#recognizers.forget();
      case 'export': {
        const { name, bytes } = await this.#model.archive();
        return this.#post({ kind: 'exported', name, bytes }, [bytes.buffer]);
      }
    }
  }

  async #fineTune(): Promise<void> {
    const carried = await this.#recognizers.carriedModel();
    const isBetter = await this.#model.fineTune(carried, (done, total) =>
      this.#post({ kind: 'fine-tuning', done, total }),
    );
    await this.#recognizers.forget();
    await this.#choose(isBetter ? 'personal' : 'carried');
  }

  async #choose(choice: ModelChoice): Promise<void> {
    const began = performance.now();
    const recognizer = await this.#recognizers.choose(choice);
    this.#post(readyReport(recognizer, (performance.now() - began) / 1000));
    await this.report();
  }
}
