import type { CheckpointStore } from './checkpoint-store.js';

/** The runs of a store whose keys begin with `prefix`, as a store of their own. */
export function partOfStore(store: CheckpointStore, prefix: string): CheckpointStore {
  return {
    load: (key) => store.load(prefix + key),
    save: (key, state) => store.save(prefix + key, state),
    loadOutcome: (key) => store.loadOutcome(prefix + key),
    saveOutcome: (key, outcome) => store.saveOutcome(prefix + key, outcome),
    ...(store.every === undefined ? {} : { every: store.every }),
  };
}
