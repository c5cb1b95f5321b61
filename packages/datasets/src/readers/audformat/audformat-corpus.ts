import { dirname } from 'node:path';
import { isRecord, SerError, unknownName } from '@ser/core';
import type { Corpus } from '../../corpus/corpus.js';
import type { EmotionMapping } from '../../labels/emotion-words.js';
import { type CustomCorpusOptions, corpusNameOf } from '../files/custom-corpus.js';
import type { Table, TableRow } from '../tables/parse-table.js';
import { corpusOfTable } from '../tables/table-corpus.js';
import { type Header, headerFile, readHeader } from './header.js';
import { readDatabaseTable } from './read-database-table.js';

/** Options of {@link audformatCorpus}. */
export interface AudformatCorpusOptions extends CustomCorpusOptions {
  /** Tables whose rows are the utterances; by default the first one with the column `emotion`. */
  readonly tables?: readonly string[] | undefined;
  /** The column of emotions; `emotion` by default. */
  readonly emotion?: string | undefined;
  /** Meanings of the database's words for emotions; `null` leaves rows out. */
  readonly labels?: EmotionMapping | undefined;
}

/** The facts that a label of a scheme has, by name. */
type LabelFacts = ReadonlyMap<string, ReadonlyMap<string, string>>;

const languageOf = (tag: string): string => {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    return tag;
  }
};

class DatabaseReader {
  readonly #dir: string;
  readonly #header: Header;

  constructor(dir: string, header: Header) {
    this.#dir = dir;
    this.#header = header;
  }

  /** Returns one table with all utterances and their facts. */
  async read(emotion: string, ids: readonly string[] | undefined): Promise<Table> {
    const { tables } = this.#header;
    const known = Object.keys(tables ?? {});
    for (const id of ids ?? []) if (!known.includes(id)) throw unknownName('tables', id, known);
    const has = (id: string): boolean => Object.hasOwn(tables![id]!.columns ?? {}, emotion);
    const chosen = ids ?? known.filter(has).slice(0, 1);
    const bare = chosen.find((id) => !has(id));
    if (chosen.length === 0 || bare !== undefined)
      throw new SerError('INVALID_CORPUS', `no column ${emotion} in ${bare ?? (known.join(', ') || 'any table')}`, {
        hint: 'Say which column holds the emotions: emotion: "…", and in which tables: tables: ["…"].',
      });
    const facts = await this.#factsOfFiles(known.filter((id) => !chosen.includes(id) && !has(id)));
    const rows: TableRow[] = [];
    for (const id of chosen) {
      const splitId = tables![id]!.split_id;
      const split = splitId == null ? undefined : (this.#header.splits?.[splitId]?.type ?? splitId);
      for (const { at, cells } of await this.#rowsOf(id))
        rows.push({
          at,
          cells: this.#named(new Map([...(facts.get(cells.get('file') ?? '') ?? []), ...cells]), emotion, split),
        });
    }
    return { rows, columns: [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))], decimalComma: false };
  }

  /** Gives cells the names that tables of recordings have. */
  #named(cells: Map<string, string>, emotion: string, split: string | undefined): Map<string, string> {
    const rename = (from: string, to: string): void => {
      const text = cells.get(from);
      cells.delete(from);
      if (text !== undefined) cells.set(to, text);
    };
    rename('file', 'path');
    rename(emotion.toLowerCase(), 'emotion');
    rename('transcription', cells.has('text') ? 'sentence' : 'text');
    const language = cells.get('language');
    if (language !== undefined) cells.set('language', languageOf(language));
    if (!/^(female|male)$/.test(cells.get('gender') ?? '')) cells.delete('gender');
    if (split !== undefined) cells.set('split', split);
    return cells;
  }

  /** Returns what further filewise tables say about each file. */
  async #factsOfFiles(ids: readonly string[]): Promise<Map<string, Map<string, string>>> {
    const facts = new Map<string, Map<string, string>>();
    for (const id of ids) {
      if (this.#header.tables![id]!.type !== 'filewise') continue;
      for (const { cells } of await this.#rowsOf(id)) {
        const { file, ...others } = Object.fromEntries(cells);
        if (file !== undefined) facts.set(file, new Map([...Object.entries(others), ...(facts.get(file) ?? [])]));
      }
    }
    return facts;
  }

  /** Returns the rows of a table, each with what the schemes of its columns say about its labels. */
  async #rowsOf(id: string): Promise<readonly TableRow[]> {
    const columns = Object.entries(this.#header.tables![id]!.columns ?? {});
    const schemeOf = (scheme: string | null | undefined) =>
      scheme == null ? undefined : this.#header.schemes?.[scheme];
    const durations = columns
      .filter(([, column]) => schemeOf(column?.scheme_id)?.dtype === 'time')
      .map(([name]) => name.toLowerCase());
    const { rows } = await readDatabaseTable(this.#dir, id, new Set(['start', 'end', ...durations]));
    for (const [name, column] of columns) {
      const labels = await this.#labelFacts(name.toLowerCase(), schemeOf(column?.scheme_id)?.labels);
      for (const { cells } of labels ? rows : [])
        for (const [fact, value] of labels!.get(cells.get(name.toLowerCase()) ?? '') ?? [])
          if (!cells.has(fact)) (cells as Map<string, string>).set(fact, value);
    }
    return rows;
  }

  /** Returns the facts that the labels of a scheme have: in the header, or in a table of their own. */
  async #labelFacts(column: string, labels: unknown): Promise<LabelFacts | undefined> {
    if (typeof labels === 'string' && Object.hasOwn(this.#header.misc_tables ?? {}, labels)) {
      const { rows, columns } = await readDatabaseTable(this.#dir, labels, new Set());
      const [level = ''] = columns;
      return new Map(rows.map(({ cells }) => [cells.get(level) ?? '', without(cells, level)]));
    }
    if (!isRecord(labels)) return undefined;
    const factsOf = (label: unknown): [string, string][] => {
      if (isRecord(label))
        return Object.entries(label).flatMap(([fact, value]) => (value == null ? [] : [[fact, String(value)]]));
      // Codes of sentences have their words as labels.
      return column === 'transcription' && typeof label === 'string' ? [['text', label]] : [];
    };
    return new Map(Object.entries(labels).map(([name, label]) => [name, new Map(factsOf(label))]));
  }
}

const without = (cells: ReadonlyMap<string, string>, name: string): Map<string, string> =>
  new Map([...cells].filter(([other]) => other !== name));

/**
 * Returns a corpus from the folder of a database in audformat, as audb and nkululeko use it: `db.yaml` and its tables as
 * CSV or Parquet.
 *
 * The rows of the tables with emotions are the utterances: files, or segments with `start` and `end`. Further filewise
 * tables, the labels of schemes in the header, and tables of labels add facts: `speaker`, `gender` (female and male), `age`,
 * `language`, `transcription` (as `text`, or as `sentence` where it is a code), `split`; others become `columns`. The split of
 * a table counts for its rows.
 *
 * @param dir the folder of `db.yaml`; paths of recordings are relative to it.
 * @throws SerError `NOT_FOUND` if header, table or recording is not there; `INVALID_CORPUS` for what is no database in
 *   this format, and naming the row for anything in a table that is not what it should be.
 * @example
 * const corpus = await audformatCorpus('emodb-1.4.1', { tables: ['emotion'] });
 */
export async function audformatCorpus(dir: string, options: AudformatCorpusOptions = {}): Promise<Corpus> {
  const { tables, emotion = 'emotion', labels, ...card } = options;
  const file = headerFile(dir);
  const header = await readHeader(dir);
  const { languages } = header;
  return corpusOfTable(file, () => new DatabaseReader(dir, header).read(emotion, tables), {
    labels,
    root: dirname(file),
    name: card.name ?? corpusNameOf(header.name),
    title: card.title ?? header.description ?? header.name,
    language:
      card.language ?? (languages?.length === 1 ? languageOf(languages[0]!) : languages?.length ? 'mul' : undefined),
    license: card.license ?? header.license ?? undefined,
    source: card.source ?? (header.source || undefined),
  });
}
