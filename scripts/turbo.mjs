// Runs turbo without its telemetry and update check, on every platform: `node scripts/turbo.mjs run build`.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { resolve } = createRequire(import.meta.url);
const turbo = join(dirname(resolve('turbo/package.json')), 'bin/turbo');
// Turbo runs the pnpm of this workspace.
const bin = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));
const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
};
const { status } = spawnSync(process.execPath, [turbo, ...process.argv.slice(2)], { stdio: 'inherit', env });
process.exit(status ?? 1);
