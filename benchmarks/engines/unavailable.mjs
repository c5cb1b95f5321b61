/** Stands for an engine of the `dsp` benchmark that could not be loaded: empty rows that say why. */
export function unavailable(name, reason) {
  return {
    name,
    prepare(work) {
      if (work === 'log-mel' || work.startsWith('mfcc')) throw new Error(reason);
      return undefined;
    },
  };
}
