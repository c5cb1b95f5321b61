import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// biome-ignore lint/suspicious/noExplicitAny: a file to damage at will
export type Json = any;

/** The content of a model's `model.json`. */
export const modelJson = async (folder: string): Promise<Json> =>
  JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));

/** The path of a model's weights. */
export const weightsFile = async (folder: string): Promise<string> =>
  join(folder, (await modelJson(folder)).weightsManifest[0].paths[0]);

/** The names in a model's folder, with a digest in them shortened to `…`. */
export const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).map((name) => name.replace(/-[0-9a-f]{16}/, '-…')).sort();

/** The path of a member's folder in an ensemble; members count from 1. */
export const memberFolder = async (folder: string, member: number): Promise<string> =>
  join(folder, (await readdir(folder)).find((name) => name.startsWith(`member-${member}-`))!);
