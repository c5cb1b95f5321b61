import type { Schema } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

const schema = v.object({
  name: v.string(),
  description: v.string(),
  /** The corpora of the training part. */
  corpora: v.array(v.string()),
  /**
   * Speakers of these corpora that training left out, with the name of their collection in front, e.g. `emodb/03`; all
   * others may have been seen in training.
   */
  leftOut: v.optional(v.array(v.string())),
  /** License of the weights; it follows from those of the corpora. */
  license: v.string(),
  /** End of training, ISO 8601. */
  trainedAt: v.optional(v.string()),
  seed: v.optional(v.number()),
  /** Figures by name, e.g. `{ 'uar.loso': 0.71 }`. */
  metrics: v.optional(v.record(v.string(), v.number())),
  /** Known limits and anything else. */
  notes: v.optional(v.array(v.string())),
});

type DeepReadonly<T> = T extends readonly (infer U)[]
  ? readonly U[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** Facts about a model that its users should know. */
export type ModelCard = DeepReadonly<v.InferOutput<typeof schema>>;

/** The schema of a card in a model file. */
export const modelCardSchema: Schema<ModelCard> = schema;
