/** The repository into which the functions of the data set are written: one test file for each, a module that works, nothing else. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slugOf, targetOf, type ReplayTask } from './cases.ts';

/** CommonJS, since some answers need its sloppy mode. The tests are those of the data set; a failed `console.assert` fails the test instead of printing. */
export function makeReplayRepository(path: string, tasks: readonly ReplayTask[]): void {
  for (const directory of ['src', 'test']) mkdirSync(join(path, directory), { recursive: true });
  writeFileSync(join(path, 'package.json'), '{ "name": "replay", "version": "1.0.0" }\n');
  writeFileSync(join(path, 'src/version.js'), 'function version() {\n  return 1;\n}\n\nmodule.exports = { version };\n');
  for (const task of tasks) writeFileSync(join(path, testOf(task)), testText(task));
  // One answer uses this package; it is a thin name for what Node has.
  mkdirSync(join(path, 'node_modules/js-md5'), { recursive: true });
  writeFileSync(join(path, 'node_modules/js-md5/index.js'), "const { createHash } = require('node:crypto');\nmodule.exports = (text) => createHash('md5').update(text).digest('hex');\n");
  writeFileSync(join(path, '.gitignore'), 'node_modules/\n');
  git(path, 'init', '-q', '-b', 'main');
  git(path, 'add', '.');
  git(path, '-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', 'commit', '-q', '-m', 'tasks');
}

export function testOf({ task }: ReplayTask): string {
  return `test/${slugOf(task)}.test.js`;
}

function testText(task: ReplayTask): string {
  const { entry, declaration, fullTest } = task;
  // Functions that the task brings along are the answer's too, and tests call them.
  const names = [...declaration.matchAll(/^const (\w+) =/gm)].map((match) => match[1]!).filter((name) => name === entry || new RegExp(`\\b${name}\\b`).test(fullTest));
  return [
    "const assert = require('node:assert/strict');",
    "const test = require('node:test');",
    `const { ${names.join(', ')} } = require('../${targetOf(task)}');`,
    'console.assert = (holds, ...message) => assert.ok(holds, message.join(" "));',
    `test('${entry}', () => {`,
    fullTest.trim(),
    '});',
    '',
  ].filter((line) => line !== '').join('\n') + '\n';
}

export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
