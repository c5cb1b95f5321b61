import { printable, SerError } from '@ser/core';
import * as v from '@ser/core/valibot';
import { parseFile } from '../schema/parse-file.js';
import { checksum } from './checksum.js';
import type { FolderContent, ModelFile, ModelFolder } from './folders/model-folder.js';
import { type ModelCard, modelCardSchema } from './model-card.js';
import { parseModelJson, readReplaceable } from './model-json.js';

/** The file that makes a folder an ensemble. */
export const ENSEMBLE_JSON = 'ensemble.json';

const MAX_BYTES = 2 ** 20;
const MAX_MEMBERS = 64;

const folderName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/, 'the name of a folder inside the ensemble'));

const schema = v.object({
  format: v.literal(1),
  /** Names of the members' folders. */
  members: v.pipe(
    v.array(folderName),
    v.minLength(1, 'a list of at least one folder'),
    v.maxLength(MAX_MEMBERS, `a list of at most ${MAX_MEMBERS} folders`),
  ),
  card: modelCardSchema,
});

/** The name of a member's folder, which depends on its content. `member-1` is what earlier versions wrote. */
export const isMemberFolder = (name: string): boolean => /^member-\d+(-[0-9a-f]{16})?$/.test(name);

/** Returns the files of an ensemble of models whose files are given. */
export function encodeEnsemble(members: readonly FolderContent[], card: ModelCard): FolderContent {
  const names = members.map(({ entry }, index) => `member-${index + 1}-${checksum(entry.bytes).slice(0, 16)}`);
  const json = JSON.stringify({ format: 1, members: names, card }, undefined, 1);
  const parts = members.flatMap(({ entry, parts }, index) =>
    [...parts, entry].map(({ name, bytes }): ModelFile => ({ name: `${names[index]}/${name}`, bytes })),
  );
  return { entry: { name: ENSEMBLE_JSON, bytes: new TextEncoder().encode(`${json}\n`) }, parts };
}

/**
 * Reads an ensemble, which may be replaced meanwhile: all members are of one ensemble.
 *
 * @param read loads the members from their folders.
 * @throws SerError `NOT_FOUND` if there is none; `INVALID_MODEL` that names the field that is wrong.
 */
export function readEnsemble<T>(
  folder: ModelFolder,
  read: (members: readonly string[], card: ModelCard) => Promise<T>,
): Promise<T> {
  const file = `${printable(folder.location)}: ${ENSEMBLE_JSON}`;
  const missing = (): SerError =>
    new SerError('NOT_FOUND', `no ensemble at ${printable(folder.location)}`, {
      hint: `An ensemble is a folder that holds ${ENSEMBLE_JSON} and its members.`,
    });
  return readReplaceable(folder, { entry: ENSEMBLE_JSON, maxBytes: MAX_BYTES, missing }, async (content) => {
    const { members, card } = parseFile<v.InferOutput<typeof schema>>(
      file,
      schema,
      parseModelJson(file, content),
      'INVALID_MODEL',
    );
    return { value: await read(members, card), isCertain: true };
  });
}
