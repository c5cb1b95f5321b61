import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import * as datasets from '../src/index.js';
import * as node from '../src/node.js';

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = text('../README.md');

afterEach(() => vi.restoreAllMocks());

it('shows table.ts as it is', () => {
  expect(readme).toContain(`\`\`\`ts\n${text('readme/table.ts')}\`\`\``);
});

it('table.ts prints what its comments say', async () => {
  const printed: string[] = [];
  const shown = (value: unknown): string =>
    typeof value === 'object'
      ? JSON.stringify(value)
          .replace(/"(\w+)":/g, '$1:')
          .replaceAll('"', "'")
      : String(value);
  vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void printed.push(values.map(shown).join(' ')));
  await import('./readme/table.js');
  const promised = [...text('readme/table.ts').matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, words]) => words!);
  expect(promised).toHaveLength(5);
  expect(printed).toEqual(promised.map((words) => words.replace(/(?<=[{,:]) | (?=\})/g, '')));
});

it('names every exported function', () => {
  const names = [...Object.entries(datasets), ...Object.entries(node)].filter(
    ([name, value]) => typeof value === 'function' && !/^parse[A-Z]/.test(name),
  );
  for (const [name] of names) expect(readme, name).toContain(`\`${name}`);
});
