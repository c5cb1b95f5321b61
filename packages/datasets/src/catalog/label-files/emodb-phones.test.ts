import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmodbPhones, parseEmodbSyllables } from './emodb-phones.js';

const HEADING = 'signal wochenAO\ntype 0\ncolor 125\nseparator ;\nnfields 1\n#\n';

describe('phones', () => {
  it('reads phones with their ends and stress, and manners of speaking beside them or alone', () => {
    const lines = [
      '    0.080109   -1 _t\t-sth',
      '    0.119160   -1 !t\t+asp',
      '    0.348031  125 a\t+eng\t2',
      '    0.400000   -1 \t-eng,-sth',
      '    0.427094   -1 aI\t\t3',
      '    0.643428   -1 .',
    ];
    expect(parseEmodbPhones(HEADING + lines.join('\r\n'))).toEqual({
      phones: [
        { start: 0.080109, end: 0.11916, label: '_t' },
        { start: 0.11916, end: 0.348031, label: '!t' },
        { start: 0.348031, end: 0.427094, label: 'a', stress: 2 },
        { start: 0.427094, end: 0.643428, label: 'aI', stress: 3 },
      ],
      marks: [
        { time: 0.080109, mark: '-sth' },
        { time: 0.11916, mark: '+asp' },
        { time: 0.348031, mark: '+eng' },
        { time: 0.4, mark: '-eng' },
        { time: 0.4, mark: '-sth' },
      ],
    });
  });

  it('leaves the end of the last phone open where the file does not mark it', () => {
    expect(parseEmodbPhones(`${HEADING}0.5 -1 a\n`).phones).toEqual([{ start: 0.5, label: 'a' }]);
    expect(parseEmodbPhones(HEADING)).toEqual({ phones: [], marks: [] });
  });

  it.each(['0.5', '0.5 a', 'x -1 a', '-0.5 -1 a', '0.5 -1 \u0000', `0.5 -1 ${'a'.repeat(40)}`, '1e9 -1 a', 'NaN -1 a'])(
    'names the line that is damaged: %j',
    (line) => {
      expect(() => parseEmodbPhones(HEADING + line)).toThrow(/^lablaut, line 7: expected .{1,200}$/);
    },
  );

  it('refuses times that go back and files without a heading', () => {
    expect(() => parseEmodbPhones(`${HEADING}0.5 -1 a\n0.4 -1 b`)).toThrow(
      'lablaut, line 8: expected a time of 0.5 s or more, got "0.4 -1 b"',
    );
    expect(() => parseEmodbPhones('0.5 -1 a')).toThrow('lablaut, line 1: expected a heading that ends with a line #');
  });
});

describe('syllables', () => {
  it('reads syllables with their ends', () => {
    expect(parseEmodbSyllables('0.080080\tder\n0.244195\tla\n0.427094\t.\n')).toEqual([
      { start: 0.08008, end: 0.244195, label: 'der' },
      { start: 0.244195, end: 0.427094, label: 'la' },
    ]);
    expect(parseEmodbSyllables('')).toEqual([]);
  });

  it.each(['der', '0.1', '0.1 a b', '-1 a', '0.1 \u0007', `0.1 ${'a'.repeat(40)}`])('refuses %j', (line) => {
    expect(() => parseEmodbSyllables(line)).toThrow(/^silb, line 1: expected .{1,200}$/);
  });
});

it('gives ordered segments or a typed error for any text, in time that grows with its length', () => {
  const line = fc.oneof(
    fc.string(),
    fc.tuple(fc.double({ min: 0, max: 99 }), fc.string()).map(([time, label]) => `${time.toFixed(6)} -1 ${label}`),
    fc.constantFrom('#', '0.5 -1 a\t+lar\t2', '0.5\tder', '9.0 -1 .'),
  );
  fc.assert(
    fc.property(fc.array(line), fc.boolean(), (lines, headed) => {
      const text = (headed ? HEADING : '') + lines.join('\n');
      for (const parse of [(t: string) => parseEmodbPhones(t).phones, parseEmodbSyllables])
        try {
          for (const { start, end = start, label } of parse(text))
            if (!(start >= 0 && end >= start && label.length > 0)) return false;
        } catch (error) {
          if (!(error instanceof SerError && error.code === 'INVALID_CORPUS')) return false;
        }
      return true;
    }),
  );
  const long = `${HEADING}${'0.5 -1 a\n'.repeat(50_000)}${' '.repeat(200_000)}`;
  expect(parseEmodbPhones(long).phones).toHaveLength(50_000);
});

const folder = join(process.env.SER_DATA_DIR ?? '', 'emodb');
const present = process.env.SER_DATA_DIR !== undefined && existsSync(join(folder, 'lablaut'));
if (!present) console.info('skipped: label files of EMO-DB, because SER_DATA_DIR is not set or has none');

it.skipIf(!present)('reads every label file of EMO-DB', () => {
  const read = (kind: string): string[] =>
    readdirSync(join(folder, kind)).map((file) => readFileSync(join(folder, kind, file), 'latin1'));
  const phones = read('lablaut').map((text) => parseEmodbPhones(text).phones.length);
  expect(phones.filter((count) => count > 10).length).toBe(phones.length - 3);
  expect(phones.filter((count) => count === 0)).toHaveLength(3);
  const syllables = read('silb').map(parseEmodbSyllables);
  expect(syllables).toHaveLength(535);
  expect(syllables.filter((labels) => labels.length >= 6).length).toBeGreaterThan(530);
});
