import picomatch from 'picomatch';

const OPTIONS = { dot: true, nonegate: true } as const;

/**
 * The filter that `paths` describes: globs relative to the repository root, a leading `!` excludes. Later globs win, as in
 * `.gitignore`; with no positive glob everything is inside. A glob that names a directory means all files below it.
 */
export function pathFilter(globs: readonly string[]): (path: string) => boolean {
  const rules = globs.map((glob) => glob.trim()).filter((glob) => glob !== '' && glob !== '!').map(ruleOf);
  const insideByDefault = !rules.some((rule) => rule.includes);
  return (path) => {
    let inside = insideByDefault;
    for (const rule of rules) if (rule.matches(path)) inside = rule.includes;
    return inside;
  };
}

function ruleOf(glob: string): { readonly includes: boolean; readonly matches: (path: string) => boolean } {
  const includes = !glob.startsWith('!');
  const pattern = (includes ? glob : glob.slice(1)).trim().replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (pattern === '' || pattern === '.') return { includes, matches: () => true };
  const itself = picomatch(pattern, OPTIONS);
  const below = picomatch(`${pattern}/**`, OPTIONS);
  return { includes, matches: (path) => itself(path) || below(path) };
}
