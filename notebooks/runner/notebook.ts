import type { KernelOutput } from './kernel.js';

type Bundle = Record<string, unknown>;

/** An output in a notebook file. */
export type Output =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string[] }
  | { output_type: 'display_data'; data: Bundle; metadata: object }
  | { output_type: 'execute_result'; data: Bundle; metadata: object; execution_count: number };

/** A cell of code. `source` is its lines with their line breaks. */
export interface CodeCell {
  cell_type: 'code';
  execution_count: number | null;
  outputs: Output[];
  source: string[];
}

interface TextCell {
  cell_type: 'markdown';
  source: string[];
}

/** A notebook file, nbformat 4.5. */
export interface Notebook {
  cells: (CodeCell | TextCell)[];
}

const METADATA = {
  kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
  language_info: { file_extension: '.ts', mimetype: 'text/x.typescript', name: 'typescript' },
};

/** Returns the cells that run. */
export const codeCells = ({ cells }: Notebook): CodeCell[] => cells.filter((cell) => cell.cell_type === 'code');

/** Splits text into lines that keep their line breaks, as notebook files store it. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

/**
 * Returns outputs as a notebook file stores them.
 *
 * @param count number of the cell among the code cells, from 1.
 */
export const storedOutputs = (outputs: readonly KernelOutput[], count: number): Output[] =>
  outputs.map((output) => {
    if (output.kind === 'stream') return { output_type: output.kind, name: output.name, text: linesOf(output.text) };
    const data = Object.fromEntries(
      Object.entries(output.data).map(([type, value]) => [type, typeof value === 'string' ? linesOf(value) : value]),
    );
    if (output.kind === 'display_data') return { output_type: output.kind, data, metadata: {} };
    return { output_type: output.kind, data, metadata: {}, execution_count: count };
  });

/** Returns the text of a notebook file. Editors add other fields to it, such as times, which are left out. */
export function formatNotebook({ cells }: Notebook): string {
  const notebook = {
    cells: cells.map((cell, index) => {
      const { cell_type, source } = cell;
      const common = { cell_type, id: `cell-${index + 1}`, metadata: {} };
      if (cell_type === 'markdown') return { ...common, source };
      const { execution_count, outputs } = cell;
      return { ...common, execution_count, outputs, source };
    }),
    ...{ metadata: METADATA, nbformat: 4, nbformat_minor: 5 },
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
