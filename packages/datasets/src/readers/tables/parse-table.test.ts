import { SerError } from '@ser/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { delimiterOf, parseDelimited, parseJsonTable, type Table } from './parse-table.js';

const plain = ({ rows }: Table): [string, Record<string, string>][] =>
  rows.map(({ at, cells }) => [at, Object.fromEntries(cells)]);

it('reads rows by the names of a heading, with their lines', () => {
  expect(
    plain(
      parseDelimited(
        '\uFEFFPath,Emotion,text\r\na.wav, sad ,\r\n\r\n"b, c.wav",happy,"say ""hi""\nnow"\nd.wav,angry,x',
        ',',
      ),
    ),
  ).toEqual([
    ['line 2', { path: 'a.wav', emotion: 'sad' }],
    ['line 4', { path: 'b, c.wav', emotion: 'happy', text: 'say "hi"\nnow' }],
    ['line 6', { path: 'd.wav', emotion: 'angry', text: 'x' }],
  ]);
  expect(plain(parseDelimited('a\tb\n1\t2\n', '\t'))).toEqual([['line 2', { a: '1', b: '2' }]]);
  expect(parseDelimited('', ',').rows).toEqual([]);
});

it.each([
  ['a,b\n1', 'line 2: 1 cells, but the heading has 2'],
  ['a,b\n1,2,3', 'line 2: 3 cells, but the heading has 2'],
  ['a,A\n1,2', 'line 1: two columns are named "a"'],
  ['a,b\n1,"2', 'line 2: a quotation mark is never closed'],
  ['a,b\n1,"2"x', 'line 2: text after a closing quotation mark: "x"'],
  ['a,b\n1,""x', 'line 2: text after a closing quotation mark: "x"'],
])('says where %j is damaged', (text, message) => {
  expect(() => parseDelimited(text, ',')).toThrow(message);
});

it('reads a JSON list of objects', () => {
  expect(plain(parseJsonTable('[{"Path":"a.wav","start":1.5,"end":null},{"path":" b "}]'))).toEqual([
    ['entry 1', { path: 'a.wav', start: '1.5' }],
    ['entry 2', { path: 'b' }],
  ]);
});

it.each([
  ['', /^the table is not JSON: /],
  ['{}', /^JSON table: a list of objects is expected$/],
  ['[1]', /^entry 1: an object is expected$/],
  ['[{}, null]', /^entry 2: an object is expected$/],
  ['[{"a": {}}]', /^entry 1: "a" must be a text or a number$/],
  ['[{"a": 1, "A": 2}]', /^entry 1: two values are named "a"$/],
])('says where %j is damaged', (text, message) => {
  expect(() => parseJsonTable(text)).toThrow(message);
});

it('returns what was written, for cells of any content', () => {
  const cell = fc.string().filter((text) => text !== '');
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const text = ['a,b', ...rows.map((row) => row.map(quote).join(','))].join('\r\n');
      expect(parseDelimited(text, ',').rows.map(({ cells }) => [cells.get('a'), cells.get('b')])).toEqual(rows);
    }),
  );
});

it('gives rows or a typed error for any text', () => {
  const hostile = fc.oneof(fc.string(), fc.stringMatching(/^[a,"\n\r;{}[\]:]*$/));
  fc.assert(
    fc.property(hostile, (text) => {
      for (const parse of [parseJsonTable, (t: string) => parseDelimited(t, ',')])
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof SerError) || error.code !== 'INVALID_CORPUS') throw error;
        }
    }),
    { numRuns: 300 },
  );
});

it('takes the delimiter from a line that states it, and else from the heading', () => {
  expect(delimiterOf('sep=;\npath,x;emotion')).toBe(';');
  expect(delimiterOf('"sep=\t"\r\npath')).toBe('\t');
  expect(delimiterOf('path;emotion\n1,2;3')).toBe(';');
  expect(delimiterOf('path;x,emotion')).toBe(',');
  const { rows, columns, decimalComma } = parseDelimited('\uFEFFsep=;\r\na;b\r\n1,5;2', ';');
  expect([rows.map(({ at }) => at), columns, decimalComma]).toEqual([['line 3'], ['a', 'b'], true]);
});

it('refuses a heading of 200 000 columns at once', () => {
  const heading = Array.from({ length: 200_000 }, (_, i) => `c${i}`).join(',');
  expect(() => parseDelimited(heading, ',')).toThrow('line 1: more than 10000 columns');
});
