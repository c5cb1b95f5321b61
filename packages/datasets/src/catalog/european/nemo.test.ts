import { SerError } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNemo, parseNemoTexts } from './nemo.js';

it('reads everything that a name says', () => {
  expect(parseNemo('samples/WR0_surprised_64.wav')).toEqual({
    key: 'WR0_surprised_64',
    speaker: 'WR0',
    gender: 'male',
    age: 23,
    emotion: 'surprised',
    label: 'surprised',
    sentence: '64',
  });
});

it('knows nine speakers, four of them women', () => {
  const codes = ['EB0', 'IC0', 'KD0', 'KS0', 'MK0', 'MP0', 'SM0', 'TP0', 'WR0'];
  const genders = codes.map((code) => {
    const parsed = parseNemo(`${code}_anger_1.wav`);
    return 'key' in parsed ? parsed.gender : 'none';
  });
  expect(genders.filter((gender) => gender === 'female')).toHaveLength(4);
  expect(genders.filter((gender) => gender === 'male')).toHaveLength(5);
});

describe('data.tsv', () => {
  const HEADING = 'file_id\temotion\traw_text\tnormalized_text\tspeaker_id\tgender\tage';

  it('gives the words', () => {
    const line = 'EB0_neutral_13.wav\tneutral\tInteresuje mnie historia Polski.\tinteresuje …\t        EB0\tfemale\t27';
    expect([...parseNemoTexts(`${HEADING}\r\n${line}\r\n`)]).toEqual([
      ['EB0_neutral_13', { text: 'Interesuje mnie historia Polski.' }],
    ]);
    expect(parseNemoTexts('').size).toBe(0);
  });

  it.each(['x', 'EB0_neutral_13.wav\tneutral', '../x.wav\ta\tb', '\u0000', 'x'.repeat(9999)])(
    'names the line that is damaged: %j',
    (line) => {
      expect(() => parseNemoTexts(`${HEADING}\n${line}`)).toThrow(/^data\.tsv, line 2: expected .{1,200}$/);
    },
  );

  it('gives texts or a typed error for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constant('EB0_fear_1.wav\tfear\tTak.'))), (lines) => {
        try {
          return [...parseNemoTexts(lines.join('\n')).values()].every(({ text = '' }) => text.length > 0);
        } catch (error) {
          return error instanceof SerError && error.code === 'INVALID_CORPUS';
        }
      }),
    );
  });
});

it.each([
  ['XX0_anger_1.wav', 'nEMO has no speaker XX0', false],
  ['EB0_bored_1.wav', 'nEMO has no emotion bored', false],
  ['EB0_anger_91.wav', 'nEMO has no sentence 91', false],
  ['EB0_anger.wav', 'the name is not of the form WR0_surprised_64', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseNemo(path)).toEqual({ skip, known });
});
