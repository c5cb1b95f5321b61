import { personOf, sentenceOf } from '../../corpus/collection.js';
import { byCodeUnits, type Corpus, type Utterance } from '../../corpus/corpus.js';
import type { NearDuplicate } from '../duplicates/near-duplicate.js';
import type { Fold, UnauditedSplit } from '../protocols/protocol.js';
import { type Finding, type FindingKind, some } from './finding.js';

const pairs = (duplicates: readonly NearDuplicate[], wanted: NearDuplicate['kind']): string[] =>
  duplicates.filter(({ kind }) => kind === wanted).map(({ first, second }) => `${first} = ${second}`);

/** The parts of a fold, as bits. */
const TRAIN = 1;
const TEST = 2;

/** A property of utterances, its values by number, and the parts of a fold that each value occurs in. */
class Facet {
  readonly #names: string[] = [];
  /** For each utterance, the number of its value; -1 for none. */
  readonly #numbers: Int32Array;
  readonly #parts: Uint8Array;

  constructor(utterances: readonly Utterance[], nameOf: (utterance: Utterance) => string | undefined) {
    const known = new Map<string, number>();
    this.#numbers = Int32Array.from(utterances, (utterance) => {
      const name = nameOf(utterance);
      if (name === undefined) return -1;
      if (!known.has(name)) known.set(name, this.#names.push(name) - 1);
      return known.get(name)!;
    });
    this.#parts = new Uint8Array(this.#names.length);
  }

  clear(): void {
    this.#parts.fill(0);
  }

  add(utterance: number, part: number): void {
    const number = this.#numbers[utterance]!;
    if (number >= 0) this.#parts[number]! |= part;
  }

  /** The values that occur in exactly these parts, sorted. */
  in(parts: number): string[] {
    return this.#names.filter((_, number) => this.#parts[number] === parts).sort(byCodeUnits);
  }
}

/** Audits the folds of a split one by one; what all of them need is prepared once. */
export class FoldAuditor {
  readonly #split: UnauditedSplit;
  readonly #duplicates: readonly NearDuplicate[];
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #parts: Uint8Array;
  readonly #ids: readonly string[];
  readonly #speakers: Facet;
  readonly #sentences: Facet;
  readonly #emotions: Facet;
  readonly #groups: Facet;

  constructor(
    split: UnauditedSplit,
    { utterances }: Corpus,
    groups: ReadonlyMap<string, string>,
    duplicates: readonly NearDuplicate[],
  ) {
    this.#split = split;
    this.#duplicates = duplicates;
    this.#ids = utterances.map(({ id }) => id);
    this.#indexOf = new Map(this.#ids.map((id, index) => [id, index]));
    this.#parts = new Uint8Array(utterances.length);
    this.#speakers = new Facet(utterances, personOf);
    this.#sentences = new Facet(utterances, sentenceOf);
    this.#emotions = new Facet(utterances, ({ emotion }) => emotion);
    this.#groups = new Facet(utterances, ({ id }) => groups.get(id));
  }

  /** Notes which utterances are in a part; returns the ids that occur twice, and those that the corpus does not have. */
  #mark(ids: readonly string[], part: number): { twice: Set<string>; unknown: Set<string> } {
    const twice = new Set<string>();
    const unknown = new Set<string>();
    for (const id of ids) {
      const index = this.#indexOf.get(id);
      if (index === undefined) {
        if (unknown.has(id)) twice.add(id);
        unknown.add(id);
        continue;
      }
      if (this.#parts[index]! & part) twice.add(id);
      this.#parts[index]! |= part;
      this.#speakers.add(index, part);
      this.#sentences.add(index, part);
      this.#emotions.add(index, part);
      this.#groups.add(index, part);
    }
    return { twice, unknown };
  }

  #partsOf(id: string): number {
    const index = this.#indexOf.get(id);
    return index === undefined ? 0 : this.#parts[index]!;
  }

  /** Near-duplicates of which one is trained on and the other tested. */
  #divided(): NearDuplicate[] {
    return this.#duplicates.filter(({ first, second }) => {
      const [one, other] = [this.#partsOf(first), this.#partsOf(second)];
      return (one & TRAIN && other & TEST) || (one & TEST && other & TRAIN);
    });
  }

  audit(fold: Fold): Finding[] {
    const findings: Finding[] = [];
    const report = (kind: FindingKind, severity: Finding['severity'], items: readonly string[], what: string): void => {
      if (items.length > 0)
        findings.push({ kind, severity, fold: fold.name, items, message: `${fold.name}: ${what}: ${some(items)}` });
    };
    this.#parts.fill(0);
    for (const facet of [this.#speakers, this.#sentences, this.#emotions, this.#groups]) facet.clear();
    const train = this.#mark(fold.train, TRAIN);
    const test = this.#mark(fold.test, TEST);
    const sorted = (...sets: Iterable<string>[]): string[] =>
      [...new Set(sets.flatMap((set) => [...set]))].sort(byCodeUnits);
    const shared = sorted(
      this.#ids.filter((_, index) => this.#parts[index] === (TRAIN | TEST)),
      [...train.unknown].filter((id) => test.unknown.has(id)),
    );
    const empty = [...(fold.train.length === 0 ? ['train'] : []), ...(fold.test.length === 0 ? ['test'] : [])];
    const content = this.#groups.in(TRAIN | TEST).filter((id) => !shared.includes(id));
    const divided = this.#divided();
    const { speakerIndependent, sentenceIndependent = false } = this.#split;

    report('unknown-utterance', 'error', sorted(train.unknown, test.unknown), 'not in the corpus');
    report('repeated-utterance', 'error', [...sorted(train.twice), ...sorted(test.twice)], 'twice in the same part');
    report('empty-part', 'error', empty, 'no utterances in');
    report('shared-utterance', 'error', shared, 'utterances in both parts');
    report('shared-content', 'error', content, 'the same sound in both parts');
    report('shared-content', 'error', pairs(divided, 'identical'), 'the same samples in both parts');
    report('near-identical', 'error', pairs(divided, 'near-identical'), 'near-identical recordings in both parts');
    const speakers = this.#speakers.in(TRAIN | TEST);
    report('shared-speaker', speakerIndependent ? 'error' : 'note', speakers, 'speakers in both parts');
    const sentences = this.#sentences.in(TRAIN | TEST);
    report('shared-sentence', sentenceIndependent ? 'error' : 'note', sentences, 'sentences in both parts');
    report('untrained-emotion', 'note', this.#emotions.in(TEST), 'tested, but not in the training part');
    return findings;
  }
}
