import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { type Clip, PersonalStore } from './personal-store.js';

const clip = (emotion: string): Clip => ({
  ...{ emotion, source: 'Microphone', sampleRate: 16_000 },
  samples: Int16Array.of(1, -2, 3),
});

it('keeps clips in their order until they are deleted', async () => {
  const store = new PersonalStore('clips');
  await store.add([clip('happy'), clip('sad')]);
  await store.add([clip('angry')]);
  const again = new PersonalStore('clips');
  const [happy, sad] = await again.all();
  expect(happy).toEqual({ ...clip('happy'), id: happy!.id });
  await again.delete([sad!.id]);
  expect((await store.all()).map(({ emotion }) => emotion)).toEqual(['happy', 'angry']);
});

it('keeps all clips of a call or none', async () => {
  const store = new PersonalStore('all-or-none');
  const broken = { ...clip('sad'), samples: (() => {}) as unknown as Int16Array };
  await expect(store.add([clip('happy'), broken])).rejects.toThrow();
  expect(await store.all()).toEqual([]);
});

it('keeps the choice of the model and what was measured of it', async () => {
  const store = new PersonalStore('settings');
  expect([await store.choice(), await store.fineTuning()]).toEqual(['carried', undefined]);
  await store.choose('personal');
  await store.noteFineTuning({ clips: 6, before: 1, after: 4, bytes: 900 });
  const again = new PersonalStore('settings');
  expect(await again.choice()).toBe('personal');
  expect(await again.fineTuning()).toEqual({ clips: 6, before: 1, after: 4, bytes: 900 });
  await again.noteFineTuning(undefined);
  expect(await store.fineTuning()).toBeUndefined();
});
