import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { filesBelow } from '../lib/links.mjs';
import { root } from '../lib/packages.mjs';
import { codeBlocks, packageOf, sourceOf } from '../lib/snippets.mjs';

/** The names that snippets take for granted, such as `samples`. */
const GIVEN = join(root, 'scripts/test/given-in-snippets.ts');

const snippets = new Map(codeBlocks('tsx?').map((block) => [sourceOf(block), `export {};\n${block.code}`]));

const notebooks = new Map(
  filesBelow(join(root, 'notebooks'), '.ipynb').map((path) => {
    const cells = JSON.parse(readFileSync(path, 'utf8')).cells.filter(({ cell_type }) => cell_type === 'code');
    return [path.replace(/ipynb$/, 'ts'), cells.map(({ source }) => source.join('')).join(';\n')];
  }),
);

const sources = new Map([...snippets, ...notebooks]);

/** Compiles snippets and notebooks against the built packages; returns the errors. */
function compile() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      types: ['node'],
      isolatedDeclarations: false,
      declaration: false,
      noUncheckedIndexedAccess: false,
      allowImportingTsExtensions: true,
    },
    root,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const found = ts.resolveModuleName(text, from, options, host);
      if (found.resolvedModule) return found;
      return ts.resolveModuleName(text, join(packageOf(text), 'src/index.ts'), options, host);
    });
  const program = ts.createProgram([...sources.keys(), GIVEN], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file && (sources.has(file.fileName) || file.fileName === GIVEN))
    .map(({ file, start, messageText }) => {
      const { line } = file.getLineAndCharacterOfPosition(start);
      return `${relative(root, file.fileName)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

it('every TypeScript snippet of a Markdown file and every notebook compile against the packages', {
  timeout: 300_000,
}, () => {
  expect(snippets.size).toBeGreaterThan(30);
  expect(notebooks.size).toBeGreaterThan(4);
  expect(compile()).toEqual([]);
});

/** The shell lines of the Markdown files, without comments, each with its page. */
const shellLines = codeBlocks('(?:sh|bash)').flatMap(({ page, code }) =>
  code
    .replace(/\\\n/g, ' ')
    .split(/\n|&&|\|/)
    .map((line) => ({ file: page, line: line.replace(/(^|\s)#.*/, '').trim() })),
);

const ser = (...words) =>
  execFileSync(process.execPath, [join(root, 'packages/ser/bin/ser.js'), ...words, '--help'], { encoding: 'utf8' });

it('every `ser` command of a Markdown file exists, with its options', { timeout: 300_000 }, () => {
  const used = shellLines
    .map(({ file, line }) => ({ file, line, words: /^(?:\$ )?(?:npx )?ser (.+)/.exec(line)?.[1].split(/\s+/) }))
    .filter(({ words }) => words !== undefined);
  expect(used.length).toBeGreaterThan(50);
  const helps = new Map();
  const helpOf = (...words) => {
    const name = words.join(' ');
    if (!helps.has(name)) helps.set(name, ser(...words));
    return helps.get(name);
  };
  const wrong = used.filter(({ words: [command, part, ...rest] }) => {
    if (command.startsWith('-') || command.startsWith('<')) return false;
    if (!new RegExp(`^  ${command}\\b`, 'm').test(helpOf())) return true;
    const isGroup = helpOf(command).includes(`Usage: ser ${command} <command>`);
    if (isGroup && !new RegExp(`^  ${part}\\b`, 'm').test(helpOf(command))) return true;
    const help = isGroup ? helpOf(command, part) : helpOf(command);
    return [part, ...rest]
      .filter((word) => /^--[a-z]/.test(word ?? ''))
      .some((option) => !new RegExp(`${option.split('=')[0]}\\b(?!-)`).test(help));
  });
  expect(wrong.map(({ file, line }) => `${file}: ${line}`)).toEqual([]);
});

it('every npm script that a Markdown file runs exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const used = shellLines.map(({ file, line }) => ({ file, name: /^npm (?:run )?([\w:-]+)/.exec(line)?.[1] }));
  const missing = used.filter(({ name }) => name && !['install', 'publish'].includes(name) && !(name in scripts));
  expect(missing).toEqual([]);
});
