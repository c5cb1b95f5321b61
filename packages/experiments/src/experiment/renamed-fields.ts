import { isRecord, SerError } from '@ser/core';

/** Former names of fields of an experiment, by path, and what they are called now. */
const RENAMED: ReadonlyMap<string, { readonly name: string; readonly hint?: string }> = new Map([
  [
    'normalization',
    { name: 'speakerAdaptation', hint: "Its values are 'none' (formerly 'plain'), 'speaker' and 'enrolled'." },
  ],
  ['augmentation', { name: 'audioAugmentation' }],
  ['training.augmentation', { name: 'training.featureAugmentation' }],
]);

/** @throws SerError `INVALID_ARGUMENT` for a path that begins with a field that has another name now. */
export function refuseRenamedField(keys: readonly string[]): void {
  for (const length of [1, 2]) {
    const path = keys.slice(0, length).join('.');
    const renamed = RENAMED.get(path);
    if (renamed) throw new SerError('INVALID_ARGUMENT', `${path} is now ${renamed.name}`, { hint: renamed.hint });
  }
}

/** @throws SerError `INVALID_ARGUMENT` for a description with a field that has another name now. */
export function refuseRenamedFields(description: Readonly<Record<string, unknown>>): void {
  for (const path of RENAMED.keys()) {
    const keys = path.split('.');
    let there: unknown = description;
    for (const key of keys) there = isRecord(there) && Object.hasOwn(there, key) ? there[key] : undefined;
    if (there !== undefined) refuseRenamedField(keys);
  }
}
