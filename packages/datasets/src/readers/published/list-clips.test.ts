import { expect, it } from 'vitest';
import { ravdess } from '../../catalog/english/ravdess.js';
import { tess } from '../../catalog/english/tess.js';
import { emodb } from '../../catalog/european/emodb.js';
import { listClips, recognizeCorpus } from './list-clips.js';

const none = new Map<string, never>();

it('drops equal copies of a clip, whatever the order of files, and keeps the shortest path', () => {
  const list = listClips(
    tess,
    [
      { path: 'TESS/deep/OAF_fear/OAF_back_fear.wav', sha256: 'f00' },
      { path: 'TESS/OAF_fear/OAF_back_fear.wav', sha256: 'f00' },
    ],
    none,
  );
  expect(list.utterances.map(({ path }) => path)).toEqual(['TESS/OAF_fear/OAF_back_fear.wav']);
  expect(list.duplicates).toEqual([
    { path: 'TESS/deep/OAF_fear/OAF_back_fear.wav', of: 'TESS/OAF_fear/OAF_back_fear.wav', kept: false },
  ]);
  expect(list.skipped).toEqual([]);
});

it('keeps equal sounds with names of their own and reports them', () => {
  const list = listClips(
    emodb,
    [
      { path: '03a01Fa.wav', sha256: 'aa' },
      { path: '03a01Fb.wav', sha256: 'aa' },
    ],
    none,
  );
  expect(list.utterances).toHaveLength(2);
  expect(list.duplicates).toEqual([{ path: '03a01Fb.wav', of: '03a01Fa.wav', kept: true }]);
});

it('lists further files of the same clip with other content as skipped', () => {
  const paths = ['03a01Fa.mp3', 'b/c/03a01Fa.wav', 'b/03a01Fa.wav', 'd/03a01Fa.flac'];
  const list = listClips(
    emodb,
    paths.map((path) => ({ path })),
    none,
  );
  expect(list.utterances.map(({ path }) => path)).toEqual(['b/03a01Fa.wav']);
  expect(list.skipped).toEqual([
    { path: 'd/03a01Fa.flac', reason: 'the same clip as b/03a01Fa.wav, in another format' },
    { path: 'b/c/03a01Fa.wav', reason: 'the same clip as b/03a01Fa.wav, with other content' },
    { path: '03a01Fa.mp3', reason: 'a lossy copy of b/03a01Fa.wav' },
  ]);
});

it('reads lossy clips where there is nothing better', () => {
  const list = listClips(emodb, [{ path: '03a01Fa.mp3' }, { path: '03a01Wa.opus' }], none);
  expect(list.utterances.map(({ path }) => path)).toEqual(['03a01Fa.mp3', '03a01Wa.opus']);
  expect(list.skipped).toEqual([]);
});

it('knows a renamed copy by its content', () => {
  const list = listClips(
    emodb,
    [
      { path: '03a01Fa (1).wav', sha256: 'aa' },
      { path: '03a01Fa.wav', sha256: 'aa' },
      { path: 'noise.wav', sha256: 'bb' },
    ],
    none,
  );
  expect(list.duplicates).toEqual([{ path: '03a01Fa (1).wav', of: '03a01Fa.wav', kept: false }]);
  expect(list.skipped).toEqual([{ path: 'noise.wav', reason: 'the name is not of the form 03a01Fa' }]);
});

it('reports the pair of RAVDESS that was published twice, also where re-encoding hides it', () => {
  const files = ['Actor_07/03-01-03-01-02-01-07.flac', 'Actor_07/03-01-03-01-02-02-07.flac'].map((path) => ({ path }));
  const expected = [{ path: files[1]?.path, of: files[0]?.path, kept: true }];
  expect(listClips(ravdess, files, none)).toMatchObject({ utterances: { length: 2 }, duplicates: expected });
  const equal = files.map(({ path }) => ({ path, sha256: 'same' }));
  expect(listClips(ravdess, equal, none).duplicates).toEqual(expected);
  expect(listClips(ravdess, files.slice(0, 1), none).duplicates).toEqual([]);
});

it('adds what label files say and orders by id', () => {
  const labels = new Map([
    ['03a01Fa', { recognition: 0.9, naturalness: 0.75 }],
    ['99z99Zz', { recognition: 1, naturalness: 1 }],
  ]);
  const { utterances } = listClips(emodb, [{ path: 'z/03a01Fa.wav' }, { path: '08a01Wa.wav' }], labels);
  expect(utterances.map(({ id }) => id)).toEqual(['emodb/03a01Fa', 'emodb/08a01Wa']);
  expect(utterances[0]).toMatchObject({ corpus: 'emodb', language: 'de', recognition: 0.9, naturalness: 0.75 });
  expect(utterances[1]).not.toHaveProperty('recognition');
});

it('counts the skipped files that belong to the corpus', () => {
  const paths = ['Actor_01/03-02-06-01-02-01-01.wav', 'Actor_01/x.wav'];
  expect(
    listClips(
      ravdess,
      paths.map((path) => ({ path })),
      none,
    ),
  ).toMatchObject({ utterances: [], knownSkipped: 1, skipped: { length: 2 } });
});

it('recognizes a corpus by its names', () => {
  const all = [emodb, ravdess, tess];
  expect(recognizeCorpus(all, ['a/03a01Fa.wav', 'x.wav', '03a01Wa.wav'])).toBe(emodb);
  expect(recognizeCorpus(all, ['a/03a01Fa.wav', 'x.wav'])).toBeUndefined();
  expect(recognizeCorpus(all, [])).toBeUndefined();
});
