// node scripts/official-digests.mjs <MANIFEST.tsv>: writes src/verify/official/<corpus>.json from a table of the
// official files with the columns corpus, path and sha256. Build the package first.
//
// `keys` are the names of the clips in order, front-coded: a base-36 digit says how many characters are those of the
// name before. `digests` are the first 8 bytes of each SHA-256, in base64.
import { readFile, writeFile } from 'node:fs/promises';
import { parseEmodb, parseRavdess, parseTess } from '../dist/index.js';

const PARSERS = { emodb: parseEmodb, ravdess: parseRavdess, tess: parseTess };

const [table] = process.argv.slice(2);
if (table === undefined) throw new Error('usage: node scripts/official-digests.mjs <MANIFEST.tsv>');
const [head, ...rows] = (await readFile(table, 'utf8')).trim().split('\n');
const columns = head.split('\t');
const column = (name) => columns.indexOf(name);

for (const [corpus, parse] of Object.entries(PARSERS)) {
  const clips = rows
    .map((row) => row.split('\t'))
    .filter((cells) => cells[column('corpus')] === corpus)
    .map((cells) => {
      const clip = parse(cells[column('path')]);
      if (!('key' in clip)) throw new Error(`${cells[column('path')]}: ${clip.skip}`);
      return { key: clip.key, digest: cells[column('sha256')].slice(0, 16) };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const digests = Buffer.from(clips.map(({ digest }) => digest).join(''), 'hex').toString('base64');
  const keys = frontCoded(clips.map(({ key }) => key)).join(' ');
  const file = new URL(`../src/verify/official/${corpus}.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify({ keys, digests }, null, 2)}\n`);
  console.log(`${corpus}: ${clips.length} clips`);
}

function frontCoded(keys) {
  return keys.map((key, i) => {
    const before = keys[i - 1] ?? '';
    let shared = 0;
    while (shared < 35 && shared < key.length && key[shared] === before[shared]) shared++;
    return shared.toString(36) + key.slice(shared);
  });
}
