import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';

/**
 * Tests that a README shows the examples of `readme/` as they are, that they print what their comments say, and that it
 * names all exports.
 *
 * @param test the URL of the test, in a folder next to the README.
 * @param examples functions that run an example, by its name.
 * @param entries the modules that the package exports.
 */
export function testReadme(
  test: string,
  examples: Readonly<Record<string, () => Promise<unknown>>>,
  ...entries: readonly object[]
): void {
  const text = (path: string): string => readFileSync(new URL(path, test), 'utf8');
  const readme = text('../README.md');

  afterEach(() => vi.restoreAllMocks());

  it.each(Object.keys(examples))('shows %s.ts as it is', (name) => {
    expect(readme).toContain(`\`\`\`ts\n${text(`readme/${name}.ts`)}\`\`\``);
  });

  it.each(Object.entries(examples))('%s.ts prints what its comments say', async (name, run) => {
    const printed: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void printed.push(values.join(' ')));
    await run();
    const promised = [...text(`readme/${name}.ts`).matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(
      ([, words]) => words,
    );
    expect(printed.length).toBeGreaterThan(0);
    expect(printed).toEqual(promised);
  });

  it('names every exported function and constant in its table', () => {
    for (const name of entries.flatMap((entry) => Object.keys(entry))) expect(readme, name).toContain(`\`${name}`);
  });
}
