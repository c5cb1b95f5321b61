/**
 * A task of the `dsp` benchmark from a function of one clip.
 * @param {(clip: Float32Array | Uint8Array) => unknown} perClip  what is measured; a promise is awaited
 * @param {readonly (Float32Array | Uint8Array)[]} clips
 */
export function timed(perClip, clips) {
  return {
    /** Milliseconds for `count` clips, from the first again after the last. */
    async run(count) {
      const start = performance.now();
      for (let i = 0; i < count; i++) {
        const result = perClip(clips[i % clips.length]);
        if (result instanceof Promise) await result;
      }
      return performance.now() - start;
    },
    /** What the first clip gives, for comparing engines that claim equal numbers. */
    first: () => perClip(clips[0]),
  };
}
