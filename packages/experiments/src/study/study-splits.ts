import { type Corpus, findNearDuplicates, type NearDuplicate, type Split, splitCorpus } from '@ser/datasets';
import type { FrontEndConfig } from '@ser/dsp';
import { Once } from './once.js';
import type { StudyFeatures } from './study-features.js';

/** The splits of a study by its protocol, each with its audit, and the near-duplicates that they keep together. */
export class StudySplits {
  readonly #features: StudyFeatures;
  readonly #protocol: string;
  #made: { readonly corpus: Corpus; readonly once: Once };

  constructor(features: StudyFeatures, protocol: string) {
    this.#features = features;
    this.#protocol = protocol;
    this.#made = { corpus: features.corpus, once: new Once() };
  }

  /** Returns the split without features, which refuses a protocol that does not fit the corpus. */
  outline(seed: number): Split {
    return this.#once.get(`outline ${seed}`, () => splitCorpus(this.#features.corpus, this.#protocol, { seed }));
  }

  /** Returns the split whose parts share no near-duplicates by the features of some front ends. */
  async of(frontEnds: readonly FrontEndConfig[], seed: number): Promise<Split> {
    // Refuses what the protocol refuses before features are extracted.
    this.outline(seed);
    const duplicates = await this.duplicatesOf(frontEnds);
    if (duplicates.length === 0) return this.outline(seed);
    return this.#once.get(`split ${seed} ${JSON.stringify(duplicates)}`, () =>
      splitCorpus(this.#features.corpus, this.#protocol, { seed, duplicates }),
    );
  }

  /** Returns the near-duplicates by the features of some front ends. */
  async duplicatesOf(frontEnds: readonly FrontEndConfig[]): Promise<readonly NearDuplicate[]> {
    const found: NearDuplicate[] = [];
    for (const [key, frontEnd] of new Map(frontEnds.map((one) => [JSON.stringify(one), one]))) {
      const features = await this.#features.of(frontEnd);
      found.push(...this.#once.get(`duplicates ${key}`, () => findNearDuplicates(this.#features.corpus, features)));
    }
    return found;
  }

  /** What was made for the corpus as it is now. */
  get #once(): Once {
    const { corpus } = this.#features;
    if (this.#made.corpus !== corpus) this.#made = { corpus, once: new Once() };
    return this.#made.once;
  }
}
