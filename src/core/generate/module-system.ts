import type { SourceTree } from '../kinds/kind.ts';
import type { Family } from '../model/code.ts';
import { familyOf, languageOf } from '../syntax/language.ts';
import type { ModuleFacts, ModuleSystem } from '../syntax/modules.ts';
import { nearestWith } from '../syntax/resolve.ts';

/** Languages with one way to load a file. */
const ONLY: Readonly<Record<Family, ModuleSystem | null>> = { javascript: null, typescript: null, python: 'python', go: 'go', rust: 'rust', java: 'java' };

/** How a file is loaded: by its text, else by its name, else by what `package.json` says. */
export async function systemOf(path: string, facts: ModuleFacts | null, tree: SourceTree): Promise<ModuleSystem> {
  const language = languageOf(path);
  const only = language === null ? null : ONLY[familyOf(language)];
  if (only !== null) return only;
  if (facts !== null && facts.system !== 'script') return facts.system;
  if (/\.(?:mjs|mts)$/.test(path)) return 'esm';
  if (/\.(?:cjs|cts)$/.test(path)) return 'commonjs';
  const directory = nearestWith(path, 'package.json', new Set(tree.entries.map((entry) => entry.path)));
  const manifest = directory === null ? null : await tree.read(directory === '' ? 'package.json' : `${directory}/package.json`);
  // TypeScript is written as ES modules whatever it is emitted as.
  return /"type"\s*:\s*"module"/.test(manifest ?? '') || /\.tsx?$/.test(path) ? 'esm' : 'commonjs';
}
