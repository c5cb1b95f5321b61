/**
 * Most memory that a piece of work may take beyond what the process had before, in bytes, at any time since:
 * the highest that the process ever had is what the system itself keeps.
 */
export const MOST_MEMORY: number = 256 * 2 ** 20;

/** Bytes that the process has had at most beyond what it has now, once the function that is returned is called. */
export function watchMemory(): () => number {
  const before = process.memoryUsage.rss();
  return () => 1024 * process.resourceUsage().maxRSS - before;
}
