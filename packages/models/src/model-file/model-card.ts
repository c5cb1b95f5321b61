import * as v from 'valibot';

/** What a person should know before using a model. */
export interface ModelCard {
  readonly name: string;
  readonly description: string;
  /** The corpora it learnt from. */
  readonly corpora: readonly string[];
  /**
   * Speakers of these corpora that it has not learnt from, with the name of their collection in front, e.g. `emodb/03`;
   * it may have met all others.
   */
  readonly leftOut?: readonly string[];
  /** License of the weights; it follows from the corpora's. */
  readonly license: string;
  /** When training ended, ISO 8601. */
  readonly trainedAt?: string;
  readonly seed?: number;
  /** Figures by name, e.g. `{ 'uar.loso': 0.71 }`. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** Known limits and anything else. */
  readonly notes?: readonly string[];
}

/** The schema of a card in a model file. */
export const modelCardSchema: v.GenericSchema<unknown, ModelCard> = v.object({
  name: v.string(),
  description: v.string(),
  corpora: v.array(v.string()),
  leftOut: v.exactOptional(v.array(v.string())),
  license: v.string(),
  trainedAt: v.exactOptional(v.string()),
  seed: v.exactOptional(v.number()),
  metrics: v.exactOptional(v.record(v.string(), v.number())),
  notes: v.exactOptional(v.array(v.string())),
});
