import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { SerError } from '@ser/core';
import { Kernel } from './kernel.js';
import { type CodeCell, codeCells, formatNotebook, type Notebook, storedOutputs } from './notebook.js';

/** Options of {@link runNotebook}. */
export interface RunOptions {
  /** Environment of the kernel. Notebooks read real corpora from its `SER_DATA_DIR`, if it is set. */
  readonly env: NodeJS.ProcessEnv;
  /** Receives the number of each code cell that begins, from 1, and how many there are. */
  readonly onCell?: ((cell: number, of: number) => void) | undefined;
}

/**
 * Runs all cells of a notebook in a new kernel and returns it with their outputs. The same cells on the same data give the
 * same outputs.
 *
 * @throws SerError `INVALID_ARGUMENT` if a cell fails or shows a folder of this machine.
 */
export async function runNotebook(path: string, { env, onCell }: RunOptions): Promise<Notebook> {
  const notebook = await readNotebook(path);
  const cells = codeCells(notebook);
  const folders = [process.cwd(), tmpdir(), env.SER_DATA_DIR].filter((folder) => folder !== undefined);
  const kernel = await Kernel.start(dirname(resolve(path)), env);
  try {
    for (const [index, cell] of cells.entries()) {
      const count = index + 1;
      const name = `${basename(path)}, code cell ${count}`;
      onCell?.(count, cells.length);
      const { outputs, error } = await kernel.execute(cell.source.join(''));
      if (error) throw new SerError('INVALID_ARGUMENT', `${name} failed: ${error.name}: ${error.message}`);
      cell.execution_count = count;
      cell.outputs = storedOutputs(outputs, count);
      const shown = JSON.stringify(cell.outputs);
      const folder = folders.find((one) => shown.includes(one));
      if (folder) throw new SerError('INVALID_ARGUMENT', `${name} shows a folder of this machine: ${folder}`);
    }
  } finally {
    await kernel.stop();
  }
  return notebook;
}

/**
 * Runs a notebook on embedded data and compares what it shows with what is stored in its file: texts and tables, or, if
 * the notebook reads real corpora where there are some, the kinds of outputs. How pictures are drawn may change.
 *
 * @throws SerError `INVALID_ARGUMENT` if a cell fails, or shows something else than the file.
 */
export async function checkNotebook(
  path: string,
  { env: { SER_DATA_DIR: _, ...env }, onCell }: RunOptions,
): Promise<void> {
  const stored = await readNotebook(path);
  const fresh = await runNotebook(path, { env, onCell });
  const readsCorpora = codeCells(stored).some(({ source }) => source.join('').includes('SER_DATA_DIR'));
  const shown = readsCorpora ? kindsOf : textsOf;
  const cells = codeCells(fresh);
  const stale = codeCells(stored).findIndex(
    (cell, i) => JSON.stringify(shown(cell)) !== JSON.stringify(shown(cells[i]!)),
  );
  if (stale >= 0 || formatNotebook(stored) !== (await readFile(path, 'utf8')))
    throw new SerError(
      'INVALID_ARGUMENT',
      `${basename(path)}${stale < 0 ? '' : `, code cell ${stale + 1}`} is not as npm run notebooks writes it`,
      { hint: `npm run notebooks -- ${basename(path)}` },
    );
}

const readNotebook = async (path: string): Promise<Notebook> => JSON.parse(await readFile(path, 'utf8'));

const kindsOf = ({ execution_count, outputs }: CodeCell): unknown => [
  execution_count,
  ...outputs.map((output) => [
    output.output_type,
    output.output_type === 'stream' ? output.name : Object.keys(output.data),
  ]),
];

const textsOf = ({ execution_count, outputs }: CodeCell): unknown => [
  execution_count,
  ...outputs.map((output) =>
    output.output_type === 'stream'
      ? output
      : [output.output_type, Object.entries(output.data).filter(([type]) => !type.startsWith('image/'))],
  ),
];
