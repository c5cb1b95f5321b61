import type { CheckpointStore } from '@ser/training';

/** Returns the runs of a store whose keys begin with `prefix` as a store. */
export const partOfStore = (store: CheckpointStore, prefix: string): CheckpointStore => ({
  load: (key) => store.load(prefix + key),
  save: (key, state) => store.save(prefix + key, state),
  loadOutcome: (key) => store.loadOutcome(prefix + key),
  saveOutcome: (key, outcome) => store.saveOutcome(prefix + key, outcome),
  every: store.every,
});
