import { expect, it } from 'vitest';
import * as ser from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(ser).sort()).toEqual(['SerError', 'loadRecognizer']);
});
