import { expect, it } from 'vitest';
import * as datasets from './index.js';
import * as node from './node.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(datasets).sort()).toEqual([
    'CORPUS_NAMES',
    'TABLE_COLUMNS',
    'auditSplit',
    'combineCorpora',
    'corpusCard',
    'emotionsOf',
    'findProtocol',
    'holdOutSpeakers',
    'isClip',
    'isCorpusName',
    'parseEmodb',
    'parseListenerJudgements',
    'parseRavdess',
    'parseTess',
    'protocolsFor',
    'selectEmotions',
    'speakersOf',
    'splitCorpus',
    'syntheticCorpus',
  ]);
  expect(Object.keys(node).sort()).toEqual(['folderCorpus', 'loadCorpus', 'tableCorpus']);
});
