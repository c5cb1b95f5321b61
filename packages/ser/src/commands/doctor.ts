import { Command } from '@commander-js/extra-typings';
import { OPTIONS } from '../cli/options.js';
import { examine, type Finding } from '../doctor/examine.js';

const MARKS: Readonly<Record<Finding['state'], string>> = { ok: 'ok   ', optional: '–    ', wrong: 'WRONG' };

function lines(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const indent = ' '.repeat(MARKS.ok.length + width + 4);
  return findings
    .flatMap(({ state, name, message, advice }) => [
      `${MARKS[state]}  ${name.padEnd(width)}  ${message}`,
      ...(advice === undefined ? [] : [indent + advice]),
    ])
    .join('\n');
}

/** `ser doctor` */
export const command = () =>
  new Command().addOption(OPTIONS.json()).action(async ({ json }) => {
    const findings = await examine();
    process.stdout.write(`${json ? JSON.stringify(findings, undefined, 2) : lines(findings)}\n`);
    if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1;
  });
