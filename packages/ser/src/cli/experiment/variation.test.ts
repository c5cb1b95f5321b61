import { expect, it } from 'vitest';
import { parseVariation } from './variation.js';

it.each([
  ['training.learningRate=1e-3,3e-4', [1e-3, 3e-4]],
  ['model.kind=lstm, gru', ['lstm', 'gru']],
  [
    'model.filters=[32,32],[64,64]',
    [
      [32, 32],
      [64, 64],
    ],
  ],
  ['training.averaging=null,{"kind":"ema","decay":0.9}', [null, { kind: 'ema', decay: 0.9 }]],
  ['x="a,b",c', ['a,b', 'c']],
  ['x=a=b', ['a=b']],
])('%s', (text, values) => {
  expect(parseVariation('--vary', text)).toEqual({ field: text.split('=')[0], values });
});

it.each(['training.epochs', 'training.epochs=', '=1,2', 'x=1,,2', ''])('refuses %j', (text) => {
  expect(() => parseVariation('--vary', text)).toThrow(/^--vary must be of the form field=v1,v2/);
});
