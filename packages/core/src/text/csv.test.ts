import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCsv, parseCsv } from './csv.js';

const fields = (...args: Parameters<typeof parseCsv>) => parseCsv(...args).map((row) => row.fields);

it.each([
  [
    'plain fields',
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a last line without line end',
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'empty fields',
    ',\n,',
    [
      ['', ''],
      ['', ''],
    ],
  ],
  [
    'quoted fields with delimiters, line breaks and doubled quotation marks',
    '"a,b","c\nd","say ""hi"""',
    [['a,b', 'c\nd', 'say "hi"']],
  ],
  ['a quoted empty field', '""\n', [['']]],
  ['quotation marks within a field', '5" pipe,x', [['5" pipe', 'x']]],
  ['spaces, which belong to the field', ' a , b', [[' a ', ' b']]],
  ['a byte order mark', '\uFEFFa,b', [['a', 'b']]],
  ['a quoted field after a byte order mark', '\uFEFF"a,b"', [['a,b']]],
  ['Windows line ends', 'a\r\nb\r\n', [['a'], ['b']]],
  ['old Macintosh line ends', 'a\rb', [['a'], ['b']]],
  ['empty lines, which are dropped', '\n\na\n\r\n\nb\n\n', [['a'], ['b']]],
  ['no text', '', []],
])('parseCsv reads %s', (_, text, expected) => {
  expect(fields(text)).toEqual(expected);
});

it('parseCsv drops spaces around fields and lines of spaces if asked', () => {
  expect(fields(' a , "b, c" ,d\t\n  \n"",x', { trim: true })).toEqual([
    ['a', 'b, c', 'd'],
    ['', 'x'],
  ]);
  expect(fields('a\t "b" \t', { trim: true, delimiter: '\t' })).toEqual([['a', 'b', '']]);
});

it('parseCsv reads semicolons and tabs', () => {
  expect(fields('a,b;c\td', { delimiter: ';' })).toEqual([['a,b', 'c\td']]);
  expect(fields('a,b;c\td', { delimiter: '\t' })).toEqual([['a,b;c', 'd']]);
});

it('parseCsv names the line that each row begins on', () => {
  expect(parseCsv('\uFEFFa\r\n\r\n"b\n\r\nc"\rd\n').map(({ line }) => line)).toEqual([1, 3, 6]);
});

it.each([
  ['an open quotation mark', 'a\nb,"c\n', 'line 2: a quotation mark is never closed'],
  ['text after a closing quotation mark', 'a\n"b"c,d', 'line 2: text after a closing quotation mark: "c"'],
  ['too many columns', 'a\nb,c,d,e', 'line 2: more than 3 columns'],
  ['a long field', 'a\n123456', 'line 2: a field is longer than 5 characters'],
  ['a long quoted field', 'a\n"12""56"', 'line 2: a field is longer than 5 characters'],
])('parseCsv refuses %s', (_, text, message) => {
  const parse = () => parseCsv(text, { maxColumns: 3, maxFieldLength: 5, code: 'INVALID_CORPUS' });
  expect(parse).toThrow(expect.objectContaining({ name: 'SerError', code: 'INVALID_CORPUS', message }));
});

it('parseCsv accepts rows and fields up to the limits', () => {
  expect(fields('a,b,c\n12345,"12345"', { maxColumns: 3, maxFieldLength: 5 })).toEqual([
    ['a', 'b', 'c'],
    ['12345', '12345'],
  ]);
});

it('parseCsv refuses 200 000 columns and a field of 20 MB by default, at once', () => {
  const start = performance.now();
  expect(() => parseCsv(`${','.repeat(200_000)}\n`)).toThrow('line 1: more than 10000 columns');
  expect(() => parseCsv(`"${'y'.repeat(2e7)}"`)).toThrow('line 1: a field is longer than 1000000 characters');
  expect(() => parseCsv('y'.repeat(2e7))).toThrow('line 1: a field is longer than 1000000 characters');
  expect(() => parseCsv(`"${'""'.repeat(1e7)}"`)).toThrow('line 1: a field is longer than 1000000 characters');
  expect(() => parseCsv(`"${'y'.repeat(2e7)}`)).toThrow('line 1: a quotation mark is never closed');
  expect(performance.now() - start).toBeLessThan(5000);
});

it('parseCsv takes time in proportion to the length', () => {
  const limits = { maxColumns: 1e6, maxFieldLength: 1e8 };
  const start = performance.now();
  expect(fields(`"${'""'.repeat(1e6)}"`, limits)[0]![0]).toHaveLength(1e6);
  expect(fields(','.repeat(200_000), limits)[0]).toHaveLength(200_001);
  expect(fields('a\n'.repeat(500_000), limits)).toHaveLength(500_000);
  expect(performance.now() - start).toBeLessThan(10_000);
});

it('formatCsv quotes only what needs quotation marks', () => {
  expect(
    formatCsv([
      ['id', 'p'],
      ['a, b', 0.5],
      ['say "hi"', 1e-7],
      ['x\ny', ''],
      ['c;d', ' e '],
    ]),
  ).toBe('id,p\n"a, b",0.5\n"say ""hi""",1e-7\n"x\ny",\nc;d, e \n');
  expect(formatCsv([['c;d', 'a,b', 'e\tf']], { delimiter: ';' })).toBe('"c;d";a,b;e\tf\n');
  expect(formatCsv([])).toBe('');
  expect(() => formatCsv([[]])).toThrow('row must be a list of at least one field, got []');
});

it('parseCsv reads back what formatCsv writes, with any delimiter', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ',', ';', '\t', '"', '\n', '\r', ' ', '\uFEFF', 'ß') });
  const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(rows, fc.constantFrom(',' as const, ';' as const, '\t' as const), (written, delimiter) => {
      expect(fields(formatCsv(written, { delimiter }), { delimiter })).toEqual(written);
    }),
    { numRuns: 500 },
  );
});
