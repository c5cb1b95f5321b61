import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { version_core } from '@tensorflow/tfjs-core';
import { VERSION } from '../../version.js';

const gitRevision = (): string | undefined => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=40'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
};

/** Returns what a result depends on in addition to its configuration: versions, machine, date and revision. */
export function describeEnvironment(): Record<string, string> {
  const revision = gitRevision();
  const environment: Record<string, string> = {
    ser: VERSION,
    tfjs: version_core,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}`,
    date: new Date().toISOString(),
  };
  if (revision !== undefined) environment.revision = revision;
  return environment;
}
