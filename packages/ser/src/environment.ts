import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import manifest from '../package.json' with { type: 'json' };

/** Version of the `ser` package. */
export const VERSION: string = manifest.version;

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
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}`,
    date: new Date().toISOString(),
    ...(revision === undefined ? {} : { revision }),
  };
}
