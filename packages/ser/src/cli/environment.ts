import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { version_core } from '@tensorflow/tfjs-core';
import { VERSION } from '../version.js';

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

/** What a result depends on beside its configuration: versions, machine, date and the revision of the working folder. */
export function describeEnvironment(): Record<string, string> {
  const revision = gitRevision();
  return {
    ser: VERSION,
    tfjs: version_core,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}`,
    date: new Date().toISOString(),
    ...(revision === undefined ? {} : { revision }),
  };
}
