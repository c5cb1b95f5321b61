/** Joins blocks of samples, channel by channel. */
export function joinBlocks(blocks: readonly (readonly Float32Array[])[], channels: number): Float32Array[] {
  const frames = blocks.reduce((sum, block) => sum + block[0]!.length, 0);
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(frames);
    let at = 0;
    for (const block of blocks) {
      out.set(block[channel]!, at);
      at += block[channel]!.length;
    }
    return out;
  });
}
