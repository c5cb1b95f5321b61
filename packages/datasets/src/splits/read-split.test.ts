import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { ascii, failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import { readSplit } from './read-split.js';
import { splitCorpus } from './split-corpus.js';

const folder = temporaryFolder();
const corpus = fixtureCorpus();

it('reads a split that was written before', async () => {
  const split = splitCorpus(corpus, 'loso');
  await folder.write({ 'split.json': ascii(JSON.stringify(split)) });
  expect(await readSplit(join(folder.path, 'split.json'), corpus)).toEqual(split);
});

it('says what is missing or wrong', async () => {
  await folder.write({ 'split.csv': ascii('id,split\nnobody,test\n') });
  expect((await failureOf(readSplit(join(folder.path, 'split.csv'), corpus))).message).toBe(
    'line 2: no utterance "nobody"',
  );
  expect((await failureOf(readSplit(join(folder.path, 'none.csv'), corpus))).code).toBe('NOT_FOUND');
  expect((await failureOf(readSplit('', corpus))).code).toBe('INVALID_ARGUMENT');
});
