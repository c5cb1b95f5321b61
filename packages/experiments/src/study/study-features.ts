import {
  type Corpus,
  extractAugmented,
  extractFeatures,
  leaveOut,
  type SkippedUtterance,
  type VersionRecipe,
} from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import type { AugmentedVersions } from '@ser/training';
import { Once } from './once.js';
import type { StudyOptions } from './study-options.js';

/** The corpus of a study and its features: extracted on first use, once for each front end. */
export class StudyFeatures {
  readonly #options: StudyOptions;
  readonly #frontEnd: FrontEndConfig;
  readonly #once = new Once();
  readonly #skipped: SkippedUtterance[] = [];
  #corpus: Corpus;

  /** @param frontEnd front end of the experiment, which `options.features` belong to. */
  constructor(corpus: Corpus, frontEnd: FrontEndConfig, options: StudyOptions) {
    this.#corpus = corpus;
    this.#frontEnd = frontEnd;
    this.#options = options;
  }

  /** The corpus; after extraction, without the recordings that cannot be used. */
  get corpus(): Corpus {
    return this.#corpus;
  }

  /** Utterances whose recording cannot be used. */
  get skipped(): readonly SkippedUtterance[] {
    return this.#skipped;
  }

  /** Returns the features of a front end by utterance id. */
  of(frontEnd: FrontEndConfig): Promise<ReadonlyMap<string, FeatureMatrix>> {
    const { features } = this.#options;
    const key = JSON.stringify(frontEnd);
    if (features && key === JSON.stringify(this.#frontEnd)) return Promise.resolve(features);
    return this.#once.get(`features ${key}`, () => this.#extract(frontEnd));
  }

  /** Returns augmented versions of all clips. */
  async augmented(frontEnd: FrontEndConfig, augmentation: VersionRecipe): Promise<AugmentedVersions> {
    const { cache, encoder, threads, onProgress, signal } = this.#options;
    const features = await this.#once.get(`augmented ${JSON.stringify([frontEnd, augmentation])}`, () =>
      extractAugmented(this.#corpus, frontEnd, augmentation, { cache, encoder, threads, onProgress, signal }),
    );
    return { features, augmentation };
  }

  /** Extracts features, and removes recordings that cannot be used from the corpus. */
  async #extract(frontEnd: FrontEndConfig): Promise<ReadonlyMap<string, FeatureMatrix>> {
    const { cache, encoder, threads, onProgress, signal, strict } = this.#options;
    const skipped: SkippedUtterance[] = [];
    const onSkip = strict ? undefined : (one: SkippedUtterance) => void skipped.push(one);
    const options = { cache, encoder, threads, onProgress, signal, onSkip };
    const features = await extractFeatures(this.#corpus, frontEnd, options);
    if (skipped.length > 0) {
      this.#skipped.push(...skipped);
      this.#corpus = leaveOut(this.#corpus, skipped);
    }
    return features;
  }
}
