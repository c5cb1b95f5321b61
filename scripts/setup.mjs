// Installs the dependencies of the workspace if they are missing or the lockfile has changed.
// Needs Node and npm only; npx fetches pnpm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager, engines } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${engines.node} is needed; this is ${process.version}.`);
  process.exit(1);
}

const stamp = `${root}node_modules/.setup-stamp`;
const lock = createHash('sha256')
  .update(readFileSync(`${root}pnpm-lock.yaml`))
  .digest('hex');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) process.exit(0);

console.log('Installing dependencies …');
const { status } = spawnSync(
  'npx',
  ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
  {
    cwd: root,
    stdio: 'inherit',
    // `npm run --silent` would silence the installer's errors as well.
    env: { ...process.env, npm_config_loglevel: 'warn' },
    shell: process.platform === 'win32',
  },
);
if (status !== 0) process.exit(status ?? 1);
writeFileSync(stamp, lock);
