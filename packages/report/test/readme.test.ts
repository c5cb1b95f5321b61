import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import * as report from '../src/index.js';
import * as node from '../src/node.js';

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');
const EXAMPLES = ['plot', 'page'];

afterEach(() => vi.restoreAllMocks());

it.each(EXAMPLES)('shows %s.ts as it is', (name) => {
  expect(readme).toContain(`\`\`\`ts\n${text(`readme/${name}.ts`)}\`\`\``);
});

it.each(EXAMPLES)('%s.ts prints what its comments say', async (name) => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void printed.push(values.join(' ')));
  await import(`./readme/${name}.ts`);
  const promised = [...text(`readme/${name}.ts`).matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, words]) => words);
  expect(printed.length).toBeGreaterThan(0);
  expect(printed).toEqual(promised);
});

it('names every exported function and constant in its table', () => {
  for (const name of [...Object.keys(report), ...Object.keys(node)]) expect(readme, name).toContain(`\`${name}`);
});
