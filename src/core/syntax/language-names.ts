import { LANGUAGES, type Family, type Language } from '../model/code.ts';
import { familyOf } from './language.ts';

const NAMES: Readonly<Record<Family, string>> = { javascript: 'JavaScript', typescript: 'TypeScript', python: 'Python', go: 'Go', rust: 'Rust', java: 'Java' };

/** As people write it. */
export function nameOfFamily(family: Family): string {
  return NAMES[family];
}

/** "JavaScript, TypeScript, Python, Go, Rust or Java", or those of them that `which` takes, for whoever must name a file in one of them. */
export function writtenLanguages(which: (language: Language) => boolean = () => true): string {
  const families = [...new Set(LANGUAGES.filter(which).map(familyOf))].map(nameOfFamily);
  return families.length < 2 ? families.join('') : `${families.slice(0, -1).join(', ')} or ${families.at(-1)!}`;
}
