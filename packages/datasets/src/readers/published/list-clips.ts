import { type ClipFacts, type CorpusDefinition, isClip, type LabelFacts } from '../../catalog/definition.js';
import { byCodeUnits, type Duplicate, type SkippedFile, type Utterance } from '../../corpus/corpus.js';
import { byPreference, repeatReason } from '../files/sound-files.js';

/** A sound file of a corpus folder. */
export interface ListedFile {
  /** Relative to the corpus folder, with `/` between folders. */
  readonly path: string;
  /** Digest of the content; needed only for files whose size equals that of another file. */
  readonly sha256?: string | undefined;
}

/** The clips of a corpus in a list of files. */
export interface ClipList {
  /** In the order of their ids. */
  readonly utterances: readonly Utterance[];
  readonly duplicates: readonly Duplicate[];
  readonly skipped: readonly SkippedFile[];
  /** Number of skipped files that belong to the corpus by their names. */
  readonly knownSkipped: number;
}

/**
 * Returns the utterances of a corpus in a list of files: parses every name, leaves out other copies of the same clip,
 * and adds the facts of label files.
 *
 * Of several files with the same clip name a lossless one stays before a lossy one, then the one with the shortest path.
 * Equal files with different clip names both stay and are reported, since the corpus publishes both.
 *
 * @param files the sound files; those without a digest are taken to differ from all others.
 * @param labels facts by clip name; facts about clips that are not there are ignored.
 */
export function listClips(definition: CorpusDefinition, files: readonly ListedFile[], labels: LabelFacts): ClipList {
  const { card } = definition;
  const clips = new Map<string, ListedFile & { facts: ClipFacts }>();
  const pathOfContent = new Map<string, string>();
  const duplicates: Duplicate[] = [];
  const skipped: SkippedFile[] = [];
  const strangers: (ListedFile & { reason: string })[] = [];
  let knownSkipped = 0;

  for (const file of [...files].sort(byPreference)) {
    const parsed = definition.parse(file.path);
    if (!isClip(parsed)) {
      if (parsed.known) knownSkipped++;
      strangers.push({ ...file, reason: parsed.skip });
      continue;
    }
    const equal = file.sha256 === undefined ? undefined : pathOfContent.get(file.sha256);
    const named = clips.get(parsed.key);
    if (named) {
      if (named.sha256 !== undefined && named.sha256 === file.sha256)
        duplicates.push({ path: file.path, of: named.path, kept: false });
      else skipped.push({ path: file.path, reason: repeatReason(file.path, named.path) });
      continue;
    }
    if (equal !== undefined) duplicates.push({ path: file.path, of: equal, kept: true });
    else if (file.sha256 !== undefined) pathOfContent.set(file.sha256, file.path);
    clips.set(parsed.key, { ...file, facts: parsed });
  }

  for (const { path, sha256, reason } of strangers) {
    const equal = sha256 === undefined ? undefined : pathOfContent.get(sha256);
    if (equal === undefined) skipped.push({ path, reason });
    else duplicates.push({ path, of: equal, kept: false });
  }
  for (const [first, second] of definition.identical ?? []) {
    const of = clips.get(first);
    const repeat = clips.get(second);
    if (!of || !repeat || duplicates.some(({ path }) => path === repeat.path || path === of.path)) continue;
    duplicates.push({ path: repeat.path, of: of.path, kept: true });
  }

  const utterances = [...clips.values()].map(({ path, facts: { key, ...facts } }): Utterance => {
    const id = `${card.name}/${key}`;
    return {
      id,
      path,
      corpus: card.name,
      ...facts,
      ...labels.get(key),
      language: labels.get(key)?.language ?? facts.language ?? card.language,
    };
  });
  utterances.sort((a, b) => byCodeUnits(a.id, b.id));
  return { utterances, duplicates, skipped, knownSkipped };
}

/** The corpus whose naming scheme most of `paths` follow, if that is more than half of them. */
export function recognizeCorpus(
  definitions: Iterable<CorpusDefinition>,
  paths: readonly string[],
): CorpusDefinition | undefined {
  for (const definition of definitions) {
    const known = paths.filter((path) => {
      const parsed = definition.parse(path);
      return isClip(parsed) || parsed.known;
    });
    if (known.length * 2 > paths.length) return definition;
  }
  return undefined;
}
