import { expect, it } from 'vitest';
import * as core from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(core).sort()).toEqual([
    'EMOTIONS',
    'MAX_EMOTION_LENGTH',
    'Random',
    'SerError',
    'abortError',
    'availableThreads',
    'canonicalJson',
    'formatCsv',
    'formatLabelTrack',
    'formatTextGrid',
    'hasWorkers',
    'invalidArgument',
    'isEmotion',
    'isKnownEmotion',
    'isRecord',
    'nearest',
    'openWorker',
    'openWorkers',
    'parseCsv',
    'parseJson',
    'pause',
    'printable',
    'quantile',
    'runAtOnce',
    'runInTurns',
    'runJobs',
    'serveJobs',
    'startProgress',
    'throwIfAborted',
    'unknownName',
    'withinSeconds',
  ]);
});
