// Runs the notebooks and writes their outputs into them: `npm run notebooks`, or `npm run notebooks -- 1-features`.
// With `-- --check` nothing is written: they run on the embedded synthetic corpus, and it is an error if a cell fails or if
// what a notebook shows is not what is stored in it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SerError, unknownName } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { formatNotebook } from './runner/notebook.js';
import { checkNotebook, type RunOptions, runNotebook } from './runner/run-notebook.js';

const folder = import.meta.dirname;
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.ipynb'))
  .sort();

/** Shows which cell runs, on one line of a terminal. */
const progressOf = (file: string): RunOptions['onCell'] =>
  process.stderr.isTTY ? (cell, of) => process.stderr.write(`\r\x1b[K${file}: cell ${cell} of ${of}`) : undefined;

// An exit ends the kernel as well.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => process.exit(code));

try {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const chosen = positionals.map((name) => {
    const file = files.find((one) => one.startsWith(name));
    if (!file) throw unknownName('notebook', name, files);
    return file;
  });
  for (const file of chosen.length > 0 ? chosen : files) {
    const path = join(folder, file);
    const options = { env: process.env, onCell: progressOf(file) };
    if (values.check) await checkNotebook(path, options);
    else await writeFiles(folder, { [file]: formatNotebook(await runNotebook(path, options)) });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(`${file}: ${values.check ? 'runs as stored' : 'written'}`);
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(`\nError: ${error.message}`);
  if (error instanceof SerError && error.hint) console.error(`Hint: ${error.hint}`);
  process.exitCode = 1;
}
