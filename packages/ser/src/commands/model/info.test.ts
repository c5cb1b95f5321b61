import { expect, it } from 'vitest';
import { formatCard } from './info.js';

it('escapes control characters of a card', () => {
  const text = formatCard({
    name: '\u001b[2Jevil\r\nser: fine',
    description: 'a\u009b31m',
    corpora: ['one\u0007'],
    license: 'MIT',
    notes: ['\u202ereversed'],
    labels: ['sad'],
    networks: [],
  });
  expect(text.split('\n')).toEqual([
    '\\u001b[2Jevil\\u000d\\u000aser: fine',
    'a\\u009b31m',
    '',
    'emotions:    sad',
    'trained on:  one\\u0007',
    'license:     MIT',
    '',
    'Notes',
    '  \\u202ereversed',
  ]);
});
