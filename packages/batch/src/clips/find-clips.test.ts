import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findClips } from './find-clips.js';

const cwd = mkdtempSync(join(tmpdir(), 'ser-clips-'));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), content);
}

beforeAll(() => {
  for (const name of ['b/2.wav', 'b/10.WAV', 'a.flac', 'm4a/x.m4a', 'readme.txt', '.hidden/y.wav'])
    put(`in/${name}`, name);
  put('lists/table.csv', 'Emotion,Path\nsad,"b/2.wav"\nhappy,none.wav\n');
  put('lists/table.tsv', 'url\thow\nhttps://example.org/a.wav\tx\n');
  put('lists/semicolons.csv', 'file;x\nb/2.wav;1\n');
  put('lists/lines.txt', '\na.flac\r\nb/2.wav\n\na.flac\n');
  put('lists/bad.csv', 'name,emotion\nx,y\n');
});
afterAll(() => rmSync(cwd, { recursive: true }));

const filesOf = async (inputs: readonly string[], root?: string): Promise<string[]> =>
  (await findClips(inputs, { cwd, root })).clips.map(({ file }) => file);

describe('findClips', () => {
  it('takes the recordings below a folder by name, and says what it leaves out', async () => {
    const { root, clips, notes } = await findClips(['in'], { cwd });
    expect(root).toBe(join(cwd, 'in'));
    expect(clips.map(({ file }) => file)).toEqual(['a.flac', 'b/10.WAV', 'b/2.wav', 'm4a/x.m4a']);
    expect(notes).toEqual(['1 file is no recording by its extension and is left out (.txt)']);
  });

  it('takes the rows of a table and the lines of a text in their order, also files that do not exist', async () => {
    expect(await filesOf(['lists/table.csv'], 'in')).toEqual(['b/2.wav', 'none.wav']);
    expect(await filesOf(['lists/semicolons.csv'])).toEqual(['b/2.wav']);
    expect(await filesOf(['lists/table.tsv'])).toEqual(['https://example.org/a.wav']);
    const { clips, notes } = await findClips(['lists/lines.txt'], { cwd, root: 'in' });
    expect(clips.map(({ file }) => file)).toEqual(['a.flac', 'b/2.wav']);
    expect(notes).toEqual(['each recording is scored once; 1 of those named are repeats']);
  });

  it('takes patterns, files and URLs, relative to the working folder', async () => {
    expect(await filesOf(['in/**/*.wav', 'in/a.flac', 'http://x.example/y'])).toEqual([
      'in/b/2.wav',
      'in/a.flac',
      'http://x.example/y',
    ]);
    expect(await filesOf(['in/a.flac'], 'in')).toEqual(['a.flac']);
  });

  it('gives a clip another key when its content changes, and no two clips the same', async () => {
    const before = (await findClips(['in'], { cwd })).clips;
    expect(new Set(before.map(({ key }) => key)).size).toBe(4);
    expect((await findClips(['in/b'], { cwd, root: 'in' })).clips[1]).toEqual(before[2]);
    utimesSync(join(cwd, 'in/a.flac'), 1, 1);
    const after = (await findClips(['in'], { cwd })).clips;
    expect(after.map(({ key }, i) => key === before[i]!.key)).toEqual([false, true, true, true]);
  });

  it.each([
    [['none'], {}, 'NOT_FOUND', 'no such file or folder: none'],
    [['*.ogg'], {}, 'NOT_FOUND', 'no file matches *.ogg'],
    [['lists/bad.csv'], {}, 'INVALID_ARGUMENT', 'has no column file, path, url, filename'],
    [['lists'], {}, 'INVALID_ARGUMENT', 'there is no recording in lists'],
    [['in/a.flac'], { root: 'lists' }, 'INVALID_ARGUMENT', 'is not in the folder'],
    [['in'], { root: 'none' }, 'INVALID_ARGUMENT', 'root must be a folder, got "none"'],
  ])('refuses %j with %j', async (inputs, options, code, message) => {
    await expect(findClips(inputs, { cwd, ...options })).rejects.toMatchObject({
      name: 'SerError',
      code,
      message: expect.stringContaining(message),
    });
  });
});
