import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../results/', import.meta.url));

/** Writes results/<name>.json in one move and returns its path relative to the working directory. */
export async function writeResults(name, results) {
  await mkdir(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${name}.json`);
  await writeFile(`${file}.part`, `${JSON.stringify(results, null, 2)}\n`);
  await rename(`${file}.part`, file);
  return path.relative(process.cwd(), file);
}
