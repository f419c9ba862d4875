import type { Family, Language } from '../model/code.ts';

/** File name endings of the languages that the engine reads as syntax trees. */
export const LANGUAGE_BY_EXTENSION: ReadonlyMap<string, Language> = new Map([
  ['.js', 'javascript'], ['.mjs', 'javascript'], ['.cjs', 'javascript'], ['.jsx', 'javascript'],
  ['.ts', 'typescript'], ['.mts', 'typescript'], ['.cts', 'typescript'],
  ['.tsx', 'tsx'],
  ['.py', 'python'],
  ['.go', 'go'],
  ['.rs', 'rust'],
  ['.java', 'java'],
]);

/** Languages in which the engine rewrites code by itself (`extract`, reuse, `refactor`); in the others only a model's answer is applied. */
const REWRITTEN: ReadonlySet<Language> = new Set(['javascript', 'typescript', 'tsx', 'python', 'go']);

export function isRewritten(language: Language): boolean {
  return REWRITTEN.has(language);
}

export function familyOf(language: Language): Family {
  return language === 'tsx' ? 'typescript' : language;
}

/** `null` for paths in no known language. */
export function languageOf(path: string): Language | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? null : LANGUAGE_BY_EXTENSION.get(name.slice(dot)) ?? null;
}
