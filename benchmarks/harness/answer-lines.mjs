import { createInterface } from 'node:readline';

/** The child's side of `LineProcess`: answers each JSON line on stdin with one on stdout, one after the other. */
export async function answerLines(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    let reply;
    try {
      reply = await answer(JSON.parse(line));
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  process.exit(0);
}

/** The most memory this process has held so far, in MiB. */
export function peakMiB() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
