import type { CheckpointStore, RunState } from '@ser/training';

/** A store in memory that records its calls. */
export function memoryStore(): CheckpointStore & { readonly ended: string[]; readonly epochs: string[] } {
  const states = new Map<string, RunState>();
  const outcomes = new Map<string, unknown>();
  const ended: string[] = [];
  const epochs: string[] = [];
  return {
    ended,
    epochs,
    load: async (key) => states.get(key),
    async save(key, state) {
      epochs.push(`${key} epoch ${state.epoch}`);
      states.set(key, structuredClone(state));
    },
    loadOutcome: async (key) => outcomes.get(key),
    async saveOutcome(key, outcome) {
      ended.push(key);
      outcomes.set(key, structuredClone(outcome));
    },
  };
}
