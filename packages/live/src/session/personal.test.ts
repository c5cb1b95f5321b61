import { describe, expect, it } from 'vitest';
import type { PersonalRequest } from '../worker/messages.js';
import { Personal } from './personal.js';

function withClips(...emotions: string[]) {
  const sent: PersonalRequest[] = [];
  const personal = new Personal((request) => sent.push(request));
  const clips = emotions.map((emotion, i) => ({ id: i + 1, emotion, source: 'Microphone', seconds: 1.5 }));
  personal.apply({ kind: 'personal', choice: 'carried', clips, fineTuning: undefined, bytes: 12, leastClips: 2 });
  return { personal, sent };
}

describe('Personal', () => {
  it.each([
    [[], false],
    [['happy', 'happy', 'happy'], false],
    [['happy', 'happy', 'sad'], false],
    [['happy', 'happy', 'sad', 'sad'], true],
    [['happy', 'happy', 'sad', 'sad', 'angry'], false],
  ])('with clips %j, can fine-tune: %s', (emotions, expected) => {
    expect(withClips(...emotions).personal.canFineTune.value).toBe(expected);
  });

  it('counts the clips of each emotion', () => {
    expect([...withClips('happy', 'sad', 'happy').personal.counts.value]).toEqual([
      ['happy', 2],
      ['sad', 1],
    ]);
  });

  it('shows how far fine-tuning is, until what is kept is reported', () => {
    const { personal } = withClips();
    personal.fineTune();
    expect(personal.progress.value).toBe(0);
    personal.apply({ kind: 'fine-tuning', done: 3, total: 12 });
    expect(personal.progress.value).toBe(0.25);
    personal.apply({ kind: 'personal', choice: 'personal', ...personal.kept.value! });
    expect([personal.progress.value, personal.choice.value]).toEqual([undefined, 'personal']);
  });

  it('deletes all clips and the model', () => {
    const { personal, sent } = withClips('happy', 'sad');
    personal.deleteAll();
    expect(sent).toEqual([{ kind: 'delete-clips', ids: [1, 2] }, { kind: 'delete-model' }]);
  });
});
