/** Many files in a second or two: written as one stream for `git fast-import`, then checked out. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

const WORDS = ['order', 'price', 'ticket', 'route', 'shelf', 'label', 'quote', 'track', 'cache', 'index', 'parse', 'merge', 'round', 'count', 'split'];

/** A repository with one small task (`accept.mjs`, `answers.jsonl`) among `files` files on branch `main`; the same for the same number. */
export async function createLargeRepository(path: string, files: number): Promise<void> {
  const git = (...args: readonly string[]): void => { execFileSync('git', args, { cwd: path, stdio: ['ignore', 'ignore', 'inherit'] }); };
  git('init', '-q', '-b', 'main');
  const child = spawn('git', ['fast-import', '--quiet'], { cwd: path, stdio: ['pipe', 'ignore', 'inherit'] });
  const done = once(child, 'close');
  const write = async (text: string): Promise<void> => { if (!child.stdin.write(text)) await once(child.stdin, 'drain'); };
  await write('commit refs/heads/main\ncommitter Ada <ada@example.com> 1700000000 +0000\ndata 5\nstart\n');
  for (const [name, text] of Object.entries(TASK)) await write(entry(name, text));
  for (let index = 0; index < files - Object.keys(TASK).length; index += 1) await write(entry(...fileOf(index)));
  child.stdin.end();
  const [code] = (await done) as [number | null];
  if (code !== 0) throw new Error(`git fast-import exited with ${String(code)}`);
  git('reset', '-q', '--hard');
}

const TASK: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "large", "private": true, "type": "module" }\n',
  'src/text.js': '/** Without blanks at the ends. */\nexport function trimmed(text) {\n  return text.trim();\n}\n',
  'test.mjs': "import assert from 'node:assert/strict';\nimport { trimmed } from './src/text.js';\n\nassert.equal(trimmed(' a '), 'a');\n",
  'accept.mjs': "import assert from 'node:assert/strict';\nimport { shout } from './src/text.js';\n\nassert.equal(shout(' a '), 'A');\n",
  'answers.jsonl': `${JSON.stringify({ prompt: '*', answer: '```js\n/** In capitals, for headlines. */\nexport function shout(text) {\n  return trimmed(text).toUpperCase();\n}\n```' })}\n`,
};

function entry(path: string, text: string): string {
  return `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
}

function fileOf(index: number): [path: string, text: string] {
  const directory = `packages/p${Math.floor(index / 50) % 2000}/src`;
  const [one, two, three] = [index, Math.floor(index / WORDS.length), Math.floor(index / WORDS.length ** 2)].map((each) => WORDS[each % WORDS.length]!);
  const name = `${one}${capital(two!)}${capital(three!)}${index}`;
  const kind = index % 10;
  if (kind < 4) return [`${directory}/${name}.js`, javascript(name, one!, index, '')];
  if (kind < 6) return [`${directory}/${name}.ts`, javascript(name, one!, index, ': number')];
  if (kind < 7) return [`${directory}/${name}.py`, `"""About ${one}."""\n\n\ndef ${one}_${two}_${index}(values, limit):\n    """Sum of the ${one} below the ${two}."""\n    total = ${index}\n    for value in values:\n        if value < limit:\n            total += value * ${index % 97}\n    return total\n`];
  if (kind < 9) return [`${directory}/${name}.json`, `{ "${one}": ${index}, "${two}": [1, 2, 3] }\n`];
  return [`${directory}/${name}.md`, `# ${name}\n\nAbout ${one} and ${two}.\n`];
}

function javascript(name: string, word: string, index: number, type: string): string {
  return `/** The ${word} of a list, number ${index}. */\nexport function ${name}(values${type === '' ? '' : ': readonly number[]'}, limit${type})${type} {\n  let total${type} = ${index};\n  for (const value of values) {\n    if (value < limit) total += value * ${index % 97};\n  }\n  return total;\n}\n`;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
