import { SerError } from '@ser/core';
import * as v from 'valibot';
import { parseFile } from '../schema/parse.js';
import { type ModelCard, modelCardSchema } from './model-card.js';
import type { ModelFile, ModelFolder } from './model-folder.js';

/** The file that makes a folder an ensemble. */
export const ENSEMBLE_JSON = 'ensemble.json';

const MAX_BYTES = 2 ** 20;
const MAX_MEMBERS = 64;

/** What an ensemble's folder holds beside its members. */
export interface EnsembleFile {
  /** The members' folders. */
  readonly members: readonly string[];
  readonly card: ModelCard;
}

const folderName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/, 'the name of a folder inside the ensemble'));

const schema = v.object({
  format: v.literal(1),
  members: v.pipe(
    v.array(folderName),
    v.minLength(1, 'a list of at least one folder'),
    v.maxLength(MAX_MEMBERS, `a list of at most ${MAX_MEMBERS} folders`),
  ),
  card: modelCardSchema,
});

/** `ensemble.json`. */
export const encodeEnsemble = (ensemble: EnsembleFile): ModelFile => ({
  name: ENSEMBLE_JSON,
  bytes: new TextEncoder().encode(`${JSON.stringify({ format: 1, ...ensemble }, undefined, 1)}\n`),
});

/**
 * Reads and checks `ensemble.json`.
 *
 * @throws SerError `NOT_FOUND` where there is none; `INVALID_MODEL` that names what is wrong with it.
 */
export async function readEnsemble(folder: ModelFolder): Promise<EnsembleFile> {
  const bytes = await folder.read(ENSEMBLE_JSON, MAX_BYTES);
  if (bytes === undefined)
    throw new SerError('NOT_FOUND', `no ensemble at ${folder.location}`, {
      hint: `An ensemble is a folder that holds ${ENSEMBLE_JSON} and its members.`,
    });
  const file = `${folder.location}: ${ENSEMBLE_JSON}`;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new SerError('INVALID_MODEL', `${file} is not JSON`, { cause });
  }
  return parseFile<EnsembleFile>(file, schema, json, 'INVALID_MODEL');
}
