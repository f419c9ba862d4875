import { createSyntax } from '../../../src/adapters/syntax.ts';
import { LANGUAGES } from '../../../src/core/model/code.ts';
import type { Language } from '../../../src/core/model/code.ts';
import type { Syntax } from '../../../src/core/ports.ts';
import { readModule } from '../../../src/core/syntax/modules.ts';
import type { ModuleFacts } from '../../../src/core/syntax/modules.ts';
import { scopeOfFunction } from '../../../src/core/syntax/scopes.ts';
import type { FunctionScope } from '../../../src/core/syntax/scopes.ts';

let loaded: Promise<Syntax> | undefined;

/** The real grammars, loaded once per test file. */
export async function syntax(): Promise<Syntax> {
  const load = async (): Promise<Syntax> => {
    const made = createSyntax();
    await made.load(LANGUAGES);
    return made;
  };
  return (loaded ??= load());
}

export async function moduleOf(language: Language, source: string): Promise<ModuleFacts> {
  return (await syntax()).parse(language, source, readModule);
}

/** The scope of the module-level function called `name`. */
export async function functionScope(language: Language, source: string, name = 'f'): Promise<FunctionScope> {
  const facts = await moduleOf(language, source);
  const found = facts.functions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return scopeOfFunction(facts.scopes, found.node);
}
