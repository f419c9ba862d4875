/** The repository that the overhead is measured on. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generate } from './sample.ts';

/** The repository's own tests. */
const TEST = `import assert from 'node:assert';
import { writeFileSync } from 'node:fs';
const names = ['heading', 'label', 'caption'];
const cases = [];
for (const name of names) {
  let failure = '';
  try {
    const { [name]: make } = await import('../src/text/' + name + '.js');
    assert.equal(make(' a  b '), name + ': a b');
  } catch (error) {
    failure = '<failure message="' + String(error.message).replace(/[&<"]/g, ' ') + '"/>';
  }
  cases.push('<testcase classname="text" name="' + name + '">' + failure + '</testcase>');
}
writeFileSync('report.xml', '<testsuite name="text">' + cases.join('') + '</testsuite>');
process.exitCode = cases.some((one) => one.includes('failure')) ? 1 : 0;
`;

/** Notes the whole life of the command, in milliseconds, as its parent sees it. */
const RUN = `started=$EPOCHREALTIME
node test/text.test.mjs
code=$?
ended=$EPOCHREALTIME
echo $(( (\${ended/./} - \${started/./}) / 1000 )) >> "$BENCH_LOG"
exit $code
`;

/** `count` generated files, and three modules that share a copy which the tests cover. Returns its path. */
export function makeRepository(path: string, count: number): string {
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (let i = 0; i < count; i += 1) write(...generate(i));
  for (const name of ['heading', 'label', 'caption']) write(`src/text/${name}.js`, textModule(name));
  write('package.json', '{ "name": "generated", "version": "1.0.0", "type": "module" }\n');
  write('test/text.test.mjs', TEST);
  write('test/run.sh', RUN);
  write('.github/self-coding.yml', [
    'test-command: bash test/run.sh', 'reports: { test: [{ path: report.xml, format: junit }] }', 'pass-env: [BENCH_LOG]', 'lint-command: none', "paths: ['src/text/**']", '',
  ].join('\n'));
  const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: path, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', 'commit', '-q', '-m', 'generated');
  return path;
}

function textModule(name: string): string {
  return `/** Spaces are one, ends are none. */
function collapse(text) {
  const words = text.split(/\\s+/).filter((word) => word !== '');
  if (words.length === 0) return '';
  return words.join(' ');
}

export function ${name}(text) {
  return '${name}: ' + collapse(text);
}
`;
}
