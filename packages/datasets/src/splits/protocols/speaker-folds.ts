import { Random } from '@ser/core';
import { speakersOf, type Utterance } from '../../corpus/corpus.js';
import { foldWhere, type Protocol } from './protocol.js';

interface Group {
  speakers: string[];
  clips: number;
  genders: Map<string, number>;
}

/** Deals the speakers into `k` groups with about equal numbers of each gender and of clips. */
function dealSpeakers(utterances: readonly Utterance[], k: number, seed: number): string[][] {
  const clips = new Map<string, number>();
  const genders = new Map<string, string>();
  for (const { speaker, gender } of utterances) {
    clips.set(speaker, (clips.get(speaker) ?? 0) + 1);
    genders.set(speaker, gender ?? 'unknown');
  }
  const groups = Array.from({ length: k }, (): Group => ({ speakers: [], clips: 0, genders: new Map() }));
  const order = new Random(seed).fork('speakers').shuffle(speakersOf(utterances));
  order.sort((a, b) => (clips.get(b) ?? 0) - (clips.get(a) ?? 0));
  for (const speaker of order) {
    const gender = genders.get(speaker) ?? 'unknown';
    const load = (group: Group): number[] => [group.speakers.length, group.genders.get(gender) ?? 0, group.clips];
    const group = groups.reduce((best, other) => {
      const [a, b] = [load(best), load(other)];
      const at = a.findIndex((value, i) => value !== b[i]);
      return at >= 0 && b[at]! < a[at]! ? other : best;
    });
    group.speakers.push(speaker);
    group.clips += clips.get(speaker) ?? 0;
    group.genders.set(gender, (group.genders.get(gender) ?? 0) + 1);
  }
  return groups.map(({ speakers }) => speakers.sort());
}

/**
 * Group k-fold by speaker: every speaker is tested in one fold and trained on in all others. Speakers are dealt at
 * random, each gender and the number of clips about equally over the folds.
 *
 * @param k number of folds, from 2 to the number of speakers.
 */
export function speakerFolds(k: number): Protocol {
  return {
    name: `speaker-${k}`,
    description: `${k} folds over speakers, dealt by seed`,
    speakerIndependent: true,
    seeded: true,
    unfit: ({ utterances }) => {
      const { length } = speakersOf(utterances);
      return k < 2 || k > length ? `the number of folds must be 2 to ${length}, the number of speakers` : undefined;
    },
    folds: ({ utterances }, seed) =>
      dealSpeakers(utterances, k, seed).map((speakers, index) => {
        const tested = new Set(speakers);
        return foldWhere(`fold ${index + 1}: ${speakers.join(', ')}`, utterances, ({ speaker }) => tested.has(speaker));
      }),
  };
}
