import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));

/**
 * Installs benchmarks/peers on demand, exactly as its lock file says and without running install scripts.
 * @returns {string | undefined} why it failed, or undefined
 */
export function installPeers(log) {
  if (isInstalled()) return undefined;
  log('installing the peers (npm ci in benchmarks/peers) …');
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: FOLDER,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 5 * 60_000,
    });
    return undefined;
  } catch (error) {
    const line = String(error.stderr ?? error.message)
      .split('\n')
      .find((text) => /npm (ERR!|error)/.test(text));
    return `the peers cannot be installed (${line?.trim() ?? error.message})`;
  }
}

function isInstalled() {
  const { dependencies } = JSON.parse(readFileSync(path.join(FOLDER, 'package.json'), 'utf8'));
  return Object.entries(dependencies).every(([name, version]) => {
    const manifest = path.join(FOLDER, 'node_modules', name, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  });
}
