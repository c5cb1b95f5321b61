import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** A clip that a user labelled. */
export interface Clip {
  readonly emotion: string;
  /** The recording that it comes from. */
  readonly source: string;
  readonly sampleRate: number;
  /** Samples of 16 bits. */
  readonly samples: Int16Array;
}

/** A clip in the store. */
export interface StoredClip extends Clip {
  readonly id: number;
}

/** Which model answers: the one that the page carries, or that of its user. */
export type ModelChoice = 'carried' | 'personal';

/** The model of the user: what was measured of it, on clips that were left out one at a time. */
export interface FineTuning {
  readonly clips: number;
  /** Clips that the model of the page recognizes. */
  readonly before: number;
  /** Clips that are recognized by models that were fine-tuned on the others. */
  readonly after: number;
  /** Bytes of the model. */
  readonly bytes: number;
}

interface Schema extends DBSchema {
  clips: { key: number; value: Clip & { id?: number } };
  /** `choice` is a {@link ModelChoice}, `fineTuning` a {@link FineTuning}. */
  settings: { key: string; value: ModelChoice | FineTuning };
}

/** Labelled clips, and facts about the model of the user, which the browser keeps for this page. */
export class PersonalStore {
  readonly #database: Promise<IDBPDatabase<Schema>>;

  constructor(name = 'ser-live') {
    this.#database = openDB<Schema>(name, 1, {
      upgrade(database) {
        database.createObjectStore('clips', { keyPath: 'id', autoIncrement: true });
        database.createObjectStore('settings');
      },
    });
    // The page also works where a browser keeps nothing; what needs the store fails then.
    this.#database.catch(() => {});
  }

  /** Adds clips; all or none. */
  async add(clips: readonly Clip[]): Promise<void> {
    const transaction = (await this.#database).transaction('clips', 'readwrite');
    const requests: Promise<unknown>[] = [];
    try {
      for (const clip of clips) requests.push(transaction.store.add(clip));
      await Promise.all(requests);
    } catch (error) {
      // A request that fails ends the transaction by itself; a value that cannot be stored does not.
      if (requests.length < clips.length) transaction.abort();
      await Promise.allSettled([...requests, transaction.done]);
      throw error;
    }
    await transaction.done;
  }

  /** Returns all clips, the oldest first. */
  async all(): Promise<readonly StoredClip[]> {
    return (await (await this.#database).getAll('clips')) as StoredClip[];
  }

  async delete(ids: readonly number[]): Promise<void> {
    const transaction = (await this.#database).transaction('clips', 'readwrite');
    await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
  }

  /** Returns the model that the user chose to answer. */
  async choice(): Promise<ModelChoice> {
    return ((await (await this.#database).get('settings', 'choice')) as ModelChoice | undefined) ?? 'carried';
  }

  async choose(choice: ModelChoice): Promise<void> {
    await (await this.#database).put('settings', choice, 'choice');
  }

  /** Returns what is known of the model of the user; undefined if there is none. */
  async fineTuning(): Promise<FineTuning | undefined> {
    return (await (await this.#database).get('settings', 'fineTuning')) as FineTuning | undefined;
  }

  /** Notes that there is a model of the user, or none. */
  async noteFineTuning(fineTuning: FineTuning | undefined): Promise<void> {
    const database = await this.#database;
    if (fineTuning) await database.put('settings', fineTuning, 'fineTuning');
    else await database.delete('settings', 'fineTuning');
  }
}
