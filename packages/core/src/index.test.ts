import { expect, it } from 'vitest';
import * as core from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(core).sort()).toEqual([
    'EMOTIONS',
    'Random',
    'SerError',
    'invalidArgument',
    'isEmotion',
    'startProgress',
  ]);
});
