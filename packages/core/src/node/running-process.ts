import { readFileSync } from 'node:fs';

/**
 * Returns a text that tells a process from later ones of the same number: on Linux the time it began, in clock ticks
 * since the machine started, and that start; elsewhere an empty text. Undefined if there is no such process.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    // Signal 0 is sent to nobody, and only asks whether it could be.
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  if (process.platform !== 'linux') return '';
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may hold anything; the 22nd is the start.
    const began = status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${began}`;
  } catch {
    return '';
  }
}

/** Returns true if a process of this machine that had an identity is still running. */
export function isRunning(pid: number, identity: string): boolean {
  const now = processIdentity(pid);
  return now !== undefined && (now === '' || identity === '' || now === identity);
}
