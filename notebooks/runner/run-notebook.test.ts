import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeCells, formatNotebook, type Notebook } from './notebook.js';
import { checkNotebook, runNotebook } from './run-notebook.js';

const folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'short.ipynb');
const env = process.env;

/** Writes a notebook of these code cells. */
function write(...codes: string[]): void {
  const cells = codes.map((code) => ({ cell_type: 'code', execution_count: null, outputs: [], source: [code] }));
  writeFileSync(path, JSON.stringify({ cells }));
}

const outputsOf = (notebook: Notebook): unknown[] => codeCells(notebook).map(({ outputs }) => outputs);

describe('runNotebook', () => {
  it('stores what each cell shows: printed text first, then pictures and tables, then the value', async () => {
    write(
      'const a: number = 2; const table = { [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>\\n2</b>" }) };',
      'console.log("one"); await Deno.jupyter.display(table); console.error("two"); console.log(a); a + 1',
      'table',
      'const nothing = 0;',
    );
    const seen: number[][] = [];
    const notebook = await runNotebook(path, { env, onCell: (...counts) => seen.push(counts) });
    const html = { 'text/html': ['<b>\n', '2</b>'] };
    expect(outputsOf(notebook)).toEqual([
      [],
      [
        { output_type: 'stream', name: 'stdout', text: ['one\n', '2\n'] },
        { output_type: 'stream', name: 'stderr', text: ['two\n'] },
        { output_type: 'display_data', data: html, metadata: {} },
        { output_type: 'execute_result', data: { 'text/plain': ['3'] }, metadata: {}, execution_count: 2 },
      ],
      [{ output_type: 'execute_result', data: html, metadata: {}, execution_count: 3 }],
      [],
    ]);
    expect(codeCells(notebook).map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4]);
    expect(seen).toEqual([1, 2, 3, 4].map((cell) => [cell, 4]));
  });

  it('gives every cell its own output, also what the kernel sends after its reply', async () => {
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    write(...numbers.map((i) => `console.log(${i}); ${i}`));
    const shown = codeCells(await runNotebook(path, { env })).map(({ outputs }) =>
      outputs.map((output) => (output.output_type === 'stream' ? output.text : output.data['text/plain'])),
    );
    expect(shown).toEqual(numbers.map((i) => [[`${i}\n`], [`${i}`]]));
  });

  it('joins a text that the kernel sends in several messages', async () => {
    write('console.log("🙂".repeat(50_000))');
    expect(outputsOf(await runNotebook(path, { env }))).toEqual([
      [{ output_type: 'stream', name: 'stdout', text: [`${'🙂'.repeat(50_000)}\n`] }],
    ]);
  });

  it('names the notebook and the cell that fails, and why', async () => {
    write('1', 'throw new TypeError("no such thing")', '2');
    await expect(runNotebook(path, { env })).rejects.toThrow(
      'short.ipynb, code cell 2 failed: TypeError: no such thing',
    );
  });

  it('refuses to show folders of this machine', async () => {
    write(`console.log(${JSON.stringify(join(tmpdir(), 'recording.wav'))})`);
    await expect(runNotebook(path, { env })).rejects.toThrow(
      `short.ipynb, code cell 1 shows a folder of this machine: ${tmpdir()}`,
    );
  });

  it('reports a kernel that ends', async () => {
    write('Deno.exit(3)');
    await expect(runNotebook(path, { env })).rejects.toThrow('the kernel ended (3)');
  });
});

describe('formatNotebook', () => {
  it('writes what notebooks have in common and leaves out what editors add', () => {
    const cell = { cell_type: 'markdown', source: ['# Title'], metadata: { collapsed: true }, id: 'b31f' } as const;
    expect(JSON.parse(formatNotebook({ cells: [{ ...cell, source: ['# Title'] }] }))).toMatchObject({
      cells: [{ cell_type: 'markdown', id: 'cell-1', metadata: {}, source: ['# Title'] }],
      metadata: { kernelspec: { name: 'deno', language: 'typescript' } },
      nbformat: 4,
      nbformat_minor: 5,
    });
  });
});

describe('checkNotebook', () => {
  const store = async (given: NodeJS.ProcessEnv = env): Promise<void> =>
    writeFileSync(path, formatNotebook(await runNotebook(path, { env: given })));
  const replace = (from: string, to: string): void => writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));

  it('accepts a notebook as it was written, but for its pictures, and nothing else', async () => {
    write('Deno.jupyter.svg`<svg/>`', 'console.log("three")');
    await expect(checkNotebook(path, { env })).rejects.toThrow('short.ipynb, code cell 1 is not as npm run notebooks');
    await store();
    await checkNotebook(path, { env });
    replace('<svg/>"', '<svg></svg>"');
    await checkNotebook(path, { env });
    replace('three\\n', 'four\\n');
    await expect(checkNotebook(path, { env })).rejects.toThrow('short.ipynb, code cell 2 is not as npm run notebooks');
    replace('four\\n', 'three\\n');
    replace('"metadata": {}', '"metadata": { "collapsed": true }');
    await expect(checkNotebook(path, { env })).rejects.toThrow('short.ipynb is not as npm run notebooks writes it');
  });

  it('runs on embedded data, and compares kinds of outputs only if real corpora may have been read', async () => {
    write(
      'console.log(process.env.SER_DATA_DIR ? "real" : "embedded")',
      'if (process.env.SER_DATA_DIR === "not for checks") throw new Error("reads real corpora")',
    );
    await store({ ...env, SER_DATA_DIR: join(folder, 'corpora') });
    expect(readFileSync(path, 'utf8')).toContain('"real\\n"');
    await checkNotebook(path, { env: { ...env, SER_DATA_DIR: 'not for checks' } });
    replace('"output_type": "stream"', '"output_type": "display_data", "data": {}');
    await expect(checkNotebook(path, { env })).rejects.toThrow('code cell 1 is not as npm run notebooks writes it');
  });
});
