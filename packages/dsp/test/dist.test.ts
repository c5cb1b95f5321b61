import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('is built without CommonJS, so that an AudioWorklet loads it as it is, and needs nothing but @ser/core', () => {
  const built = readFileSync(new URL('../dist/index.js', import.meta.url), 'utf8');
  expect(built).not.toMatch(/require\(|__commonJS|module\.exports/);
  expect(new Set([...built.matchAll(/^import .* from "(.*)";$/gm)].map(([, name]) => name))).toEqual(
    new Set(['@ser/core', '@ser/core/schema', '@ser/core/valibot']),
  );
});
