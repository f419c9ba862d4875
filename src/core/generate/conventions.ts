import type { ModuleFacts } from '../syntax/modules.ts';
import type { PromptInput } from './prompt.ts';

type Asked = Pick<PromptInput, 'language' | 'target' | 'facts'> & { readonly packageName: string | null };

/** What code in a language must say, and how people write it there: notes for a prompt. */
export function conventionsOf(asked: Asked): readonly string[] {
  return CONVENTIONS[asked.language]?.(asked) ?? [];
}

const script = ({ facts }: Asked): readonly string[] => (facts === null ? [] : moduleNotes(facts));

/** By the language's name. */
const CONVENTIONS: Readonly<Record<string, (asked: Asked) => readonly string[]>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  go: ({ packageName }) => [
    `The package is \`${packageName ?? 'main'}\`; the code is formatted as gofmt does, with tabs.`,
    'A name with a capital first letter is seen by other packages. A comment above it begins with its name.',
    'What can fail returns an `error` as its last result; it does not panic. Import what is used, and nothing else: either is an error of the compiler.',
  ],
  rust: () => [
    'The code is formatted as rustfmt does, with 4 spaces. The function is `pub`, with a `///` comment above it.',
    'What can fail returns `Result` or `Option`; no `unwrap`, `expect` or `panic!` outside tests. No `unsafe`, no `fn main`.',
  ],
  java: ({ packageName, target }) => [
    `${packageName === null ? 'The file has no package' : `The package is \`${packageName}\``}; the class of the file is \`${target.slice(target.lastIndexOf('/') + 1).replace(/\.java$/, '')}\`.`,
    'The function is a `public static` method of that class, with a `/** … */` comment above it. Give the method alone, with its imports; a new file holds the whole class.',
    'Arguments that are not valid throw `IllegalArgumentException`. No `main`.',
  ],
};

function moduleNotes({ style, system }: ModuleFacts): readonly string[] {
  return [`${style.semicolons ? 'Use' : 'Do not use'} semicolons.`, `The module is ${system === 'commonjs' ? 'CommonJS (`require`, `module.exports`)' : 'an ES module (`import`, `export`)'}.`];
}
