import { join } from 'node:path';
import { SerError } from '@ser/core';
import { readRegularFile } from '@ser/core/node';
import { below, checkFields, type Schema, text } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { parseDocument } from 'yaml';
import { textOf } from '../files/decode-text.js';

/** Largest size of a header, in bytes. */
const MAX_HEADER = 1 << 24;

type OrNull<T> = T | null | undefined;
type ById<T> = OrNull<Readonly<Record<string, T>>>;

/** A table of a database: its type, and its columns with their schemes. */
export interface HeaderTable {
  readonly type?: OrNull<string>;
  readonly split_id?: OrNull<string>;
  readonly columns?: ById<OrNull<{ readonly scheme_id?: OrNull<string> }>>;
}

/** The header of a database in audformat, as far as it is read. */
export interface Header {
  readonly name: string;
  readonly source?: OrNull<string>;
  readonly description?: OrNull<string>;
  readonly license?: OrNull<string>;
  readonly languages?: OrNull<readonly string[]>;
  readonly schemes?: ById<{ readonly dtype?: OrNull<string>; readonly labels?: unknown }>;
  readonly splits?: ById<{ readonly type?: OrNull<string> }>;
  readonly tables?: ById<HeaderTable>;
  readonly misc_tables?: ById<HeaderTable>;
}

const optionalText = v.nullish(v.string('a text'));
const byId = <I, O>(entry: v.GenericSchema<I, O>) => v.nullish(v.record(v.string(), entry, 'an object'));

const tableSchema = v.looseObject(
  {
    type: optionalText,
    split_id: optionalText,
    columns: byId(v.nullish(v.looseObject({ scheme_id: optionalText }, 'an object'))),
  },
  'an object',
);

const headerSchema: Schema<Header> = v.looseObject({
  name: text,
  source: optionalText,
  description: optionalText,
  license: optionalText,
  languages: v.nullish(v.array(v.string('a text'), 'a list of languages')),
  schemes: byId(v.looseObject({ dtype: optionalText, labels: v.optional(v.unknown()) }, 'an object')),
  splits: byId(v.looseObject({ type: optionalText }, 'an object')),
  tables: byId(tableSchema),
  misc_tables: byId(tableSchema),
});

/** Returns the file of the header in the folder of a database. */
export const headerFile = (dir: string): string => join(dir, 'db.yaml');

/**
 * Reads the header of a database.
 *
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS`; `INVALID_CORPUS` for what is no header.
 */
export async function readHeader(dir: string): Promise<Header> {
  const file = headerFile(dir);
  const bytes = await readRegularFile(file, { maxBytes: MAX_HEADER, code: 'INVALID_CORPUS' });
  // audformat writes YAML 1.1.
  const document = parseDocument(textOf(bytes), { version: '1.1' });
  const [error] = document.errors;
  if (error) throw new SerError('INVALID_CORPUS', `${file} is not YAML: ${error.message.split('\n')[0]}`);
  return below(`${file}: `, () => checkFields(headerSchema, document.toJS()), 'INVALID_CORPUS');
}
