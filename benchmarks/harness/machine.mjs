import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The machine a result was measured on. */
export function describeMachine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.versions.node,
    v8: process.versions.v8,
    os: `${os.type()} ${os.release()} ${os.arch()}`,
  };
}

/** The commit that was measured, with "+changes" when the tree differs from it (written results aside). */
export function revision() {
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD');
    const changes = git('status', '--porcelain', '--', '.', ':!benchmarks/results');
    return changes === '' ? commit : `${commit}+changes`;
  } catch {
    return 'unknown';
  }
}

function git(...args) {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
