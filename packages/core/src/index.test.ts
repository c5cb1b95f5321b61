import { expect, it } from 'vitest';
import * as core from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(core).sort()).toEqual([
    'EMOTIONS',
    'MAX_EMOTION_LENGTH',
    'Random',
    'SerError',
    'abortError',
    'canonicalJson',
    'formatCsv',
    'invalidArgument',
    'isEmotion',
    'isKnownEmotion',
    'isRecord',
    'nearest',
    'parseCsv',
    'parseJson',
    'printable',
    'quantile',
    'startProgress',
    'throwIfAborted',
    'unknownName',
  ]);
});
