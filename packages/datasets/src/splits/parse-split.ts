import { isRecord, parseJson, SerError } from '@ser/core';
import type { Corpus } from '../corpus/corpus.js';
import { delimiterOf, parseDelimited, parseJsonTable, type TableRow } from '../readers/tables/parse-table.js';
import { type Fold, SPEAKERS_SHARED, sharesSpeakers, type UnauditedSplit } from './protocols/protocol.js';
import { type Split, type SplitOptions, withAudit } from './split-corpus.js';

/** Protocol of a split whose file does not name one. */
const FROM_FILE = 'file';

const PARTS: ReadonlyMap<string, 'train' | 'test'> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['test', 'test'],
  ['testing', 'test'],
]);

const damaged = (where: string, what: string): SerError => new SerError('INVALID_CORPUS', `${where}: ${what}`);

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((id) => typeof id === 'string');

/** A split as its file describes it. */
interface Claims extends Pick<UnauditedSplit, 'protocol' | 'folds' | 'speakerIndependent' | 'sentenceIndependent'> {
  readonly seed?: number | undefined;
}

/** Returns the split in a JSON text; an audit in it is ignored. */
function readJson(parsed: Record<string, unknown>): Claims {
  const { protocol = FROM_FILE, folds, speakerIndependent = false, sentenceIndependent = false, seed } = parsed;
  if (typeof protocol !== 'string') throw damaged('split', '"protocol" must be a text');
  if (typeof speakerIndependent !== 'boolean') throw damaged('split', '"speakerIndependent" must be true or false');
  if (typeof sentenceIndependent !== 'boolean') throw damaged('split', '"sentenceIndependent" must be true or false');
  if (seed !== undefined && (typeof seed !== 'number' || !Number.isSafeInteger(seed)))
    throw damaged('split', '"seed" must be an integer');
  if (!Array.isArray(folds)) throw damaged('split', '"folds" must be a list');
  return {
    protocol,
    speakerIndependent,
    sentenceIndependent,
    seed,
    folds: folds.map((fold: unknown, index): Fold => {
      const at = `fold ${index + 1}`;
      if (!isRecord(fold)) throw damaged(at, 'an object is expected');
      const { name = at, train, test } = fold;
      if (typeof name !== 'string') throw damaged(at, '"name" must be a text');
      if (!isIds(train) || !isIds(test)) throw damaged(at, '"train" and "test" must be lists of ids');
      return { name, train, test };
    }),
  };
}

/** Reads a table with a row for each utterance and fold. */
function readTable(rows: readonly TableRow[], { utterances }: Corpus): Fold[] {
  const idOf = new Map(utterances.flatMap(({ id, path }) => [[path, id] as const, [id, id] as const]));
  const folds = new Map<string, { train: string[]; test: string[] }>();
  for (const { at, cells } of rows) {
    const name = cells.get('id') ?? cells.get('path');
    if (name === undefined) throw damaged(at, 'an id or a path is expected');
    const id = idOf.get(name);
    if (id === undefined) throw damaged(at, `no utterance ${JSON.stringify(name.slice(0, 80))}`);
    const word = cells.get('split')?.toLowerCase() ?? '';
    const part = PARTS.get(word);
    const fold = cells.get('fold') ?? FROM_FILE;
    const parts = folds.get(fold) ?? { train: [], test: [] };
    folds.set(fold, parts);
    // Validation parts are in neither.
    if (part) parts[part].push(id);
    else if (!/^(dev|val|valid|validation|evaluation)$/.test(word))
      throw damaged(at, `"split" must be train, test or validation, got ${JSON.stringify(word.slice(0, 40))}`);
  }
  return [...folds].map(([name, parts]) => ({ name, ...parts }));
}

/**
 * Returns the split in the text of a file, with its audit.
 *
 * - JSON as `JSON.stringify(split)` writes it: `{ protocol, speakerIndependent, folds: [{ name, train, test }] }` with ids;
 * - a table (CSV, TSV, or a JSON list of objects) with a row for each utterance: `id` or `path`, `split` (train, test,
 *   validation) and, where there are several folds, `fold`.
 *
 * Shared speakers are found by comparison with the corpus. A file that claims to be independent of speakers or of
 * sentences, and is not, is refused.
 *
 * @throws SerError `INVALID_CORPUS` for text that is neither, for utterances that the corpus does not have, and for
 * leaks.
 */
export function parseSplit(
  text: string,
  corpus: Corpus,
  { duplicates = [] }: Pick<SplitOptions, 'duplicates'> = {},
): Split {
  const trimmed = text.replace(/^\uFEFF/, '').trimStart();
  let read: Claims;
  if (trimmed.startsWith('{')) {
    read = readJson(parseJson(trimmed, { name: 'the split', code: 'INVALID_CORPUS' }) as Record<string, unknown>);
  } else {
    const heading = trimmed.slice(0, trimmed.search(/[\r\n]|$/));
    const delimiter = heading.includes('\t') ? '\t' : delimiterOf(trimmed);
    const { rows } = trimmed.startsWith('[') ? parseJsonTable(trimmed) : parseDelimited(trimmed, delimiter);
    read = { protocol: FROM_FILE, speakerIndependent: false, folds: readTable(rows, corpus) };
  }
  const shared = sharesSpeakers(read.folds, corpus);
  return withAudit(
    {
      protocol: read.protocol,
      corpus: corpus.name,
      speakerIndependent: read.speakerIndependent || !shared,
      sentenceIndependent: read.sentenceIndependent || undefined,
      warning: shared ? SPEAKERS_SHARED : undefined,
      seed: read.seed,
      folds: read.folds,
    },
    corpus,
    duplicates,
  );
}
