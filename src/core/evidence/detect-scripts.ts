import type { ReportSource } from '../model/check.ts';
import { splitCommand, type Segment } from './detect-shell.ts';
import { reporterOf, toolOf, type Reporter, type Tool } from './detect-tool.ts';

/** Scripts of a package, and how its manager runs one, with words passed on to the end of the script. */
export interface Scripts {
  readonly texts: Readonly<Record<string, string>>;
  readonly run: (name: string, words: string | null) => string;
  /** Value of PATH that finds the programs of the package. */
  readonly path: string;
}

/** A shell line that runs a script or command with its reporters on. */
export interface Instrumented {
  readonly command: string;
  /** The first tool of the wanted ones; `null` if none was recognised. */
  readonly tool: Tool | null;
  readonly reports: readonly ReportSource[];
  /** False if a recognised tool could not be made to report. */
  readonly reporting: boolean;
}

/** One use of a wanted tool, in the script itself or in one that it calls. */
interface Use {
  readonly tool: Tool;
  readonly reporter: Reporter | null;
  /** Index of the command in the outermost script. */
  readonly segment: number;
  /** The called script that it is in; `null` if it is in the outermost itself. */
  readonly script: string | null;
  /** True if words at the end of the script's line reach it. */
  readonly last: boolean;
}

const MAX_DEPTH = 4;

/** The uses of wanted tools in a line; numbers keep their report files apart. `null` for a line that cannot be understood. */
function usesOf(line: string, texts: Scripts['texts'], wanted: readonly Tool[], counter: { number: number }, place: 'shell' | 'script', depth = 0): readonly Use[] | null {
  const segments = splitCommand(line);
  if (segments === null || depth > MAX_DEPTH) return null;
  // After `cd` another package's scripts would be meant.
  const moved = segments.some(({ words }) => words[0] === 'cd');
  const uses: Use[] = [];
  for (const [index, segment] of segments.entries()) {
    const tool = toolOf(segment.words);
    const last = index === segments.length - 1 && segment.operator === '';
    const called = moved ? null : calledScript(segment.words);
    if (tool !== null && wanted.includes(tool)) {
      counter.number += 1;
      const known = reporterOf(tool, segment.words, counter.number);
      // What goes into another program is not on our stream.
      const reporter = segment.operator === '|' && known?.report?.where === 'stdout' ? null : known;
      uses.push({ tool, reporter: place === 'shell' && isBare(segment) ? reporter : withinScript(reporter, line), segment: index, script: null, last });
    } else if (called !== null && texts[called.name] !== undefined) {
      const inner = usesOf(texts[called.name]!, texts, wanted, counter, 'script', depth + 1) ?? [];
      uses.push(...inner.map((use) => ({ ...use, segment: index, script: called.name, last: last && use.last && called.bare && depth === 0 })));
    }
  }
  return uses;
}

/** True if the shell itself looks the program up: behind `env`, or by its path, it does not see a function of that name. */
function isBare({ text, words }: Segment): boolean {
  return text.replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, '').split(/\s/)[0] === words[0] && words[0]?.includes('/') === false;
}

/** A shell function does not reach into a script; what reads the environment instead may change other uses of the program. */
function withinScript(reporter: Reporter | null, text: string): Reporter | null {
  if (reporter?.inScripts === undefined) return reporter;
  return reporter.inScripts.unless.test(text) ? null : { ...reporter, exports: reporter.inScripts.exports };
}

/** `npm run x`, `make x`, `npm test`, `pnpm x`, `yarn run x`: the script, and whether nothing follows its name. */
function calledScript(words: readonly string[]): { readonly name: string; readonly bare: boolean } | null {
  if (words[0] === 'make' || words[0] === 'gmake') return words.length === 2 ? { name: `make ${words[1]!}`, bare: true } : null;
  const [manager = '', ...rest] = words.filter((word) => !/^(?:-s|--silent|--if-present|--loglevel=\w+)$/.test(word));
  if (!/^(?:npm|pnpm|yarn)$/.test(manager) || rest[0]?.startsWith('-') === true) return null;
  const explicit = /^(?:run|run-script)$/.test(rest[0] ?? '');
  if (manager === 'npm' && !explicit && !/^(?:test|t|start)$/.test(rest[0] ?? '')) return null;
  const [name, ...more] = explicit ? rest.slice(1) : rest;
  if (name === undefined || name.startsWith('-') || more.some((word) => /^(?:-w|-ws|--workspaces?|-r|--recursive|--filter|-F)\b/.test(word))) return null;
  return { name: name === 't' && manager === 'npm' ? 'test' : name, bare: more.length === 0 };
}

/** Runs a script with reports, through its manager where that is possible. */
export function instrumentScript(name: string, scripts: Scripts, wanted: readonly Tool[]): Instrumented {
  const text = scripts.texts[name] ?? '';
  const hooked = scripts.texts[`pre${name}`] !== undefined || scripts.texts[`post${name}`] !== undefined;
  const segments = splitCommand(text);
  const alone = segments?.length === 1 ? calledScript(segments[0]!.words) : null;
  if (alone !== null && alone.bare && !hooked && alone.name !== name && scripts.texts[alone.name] !== undefined) return instrumentScript(alone.name, withoutScript(scripts, name), wanted);
  const uses = usesOf(text, scripts.texts, wanted, { number: 0 }, 'script') ?? [];
  const plain = instrumented(scripts.run(name, null), uses, []);
  const working = uses.filter(({ reporter }) => reporter !== null);
  if (working.every(({ reporter }) => reporter!.words === null)) {
    const exports = exportsOf(working);
    return exports === null ? expanded(name, segments, scripts, uses) ?? plain : instrumented([...exports, scripts.run(name, null)].join('; '), uses, working);
  }
  const [only] = working;
  if (working.length === 1 && only!.script === null && only!.last) return instrumented(scripts.run(name, only!.reporter!.words), uses, working);
  return expanded(name, segments, scripts, uses) ?? plain;
}

function withoutScript(scripts: Scripts, name: string): Scripts {
  return { ...scripts, texts: Object.fromEntries(Object.entries(scripts.texts).filter(([other]) => other !== name)) };
}

/** Runs of these after each other can be told apart, and what they are given in front is the same. */
const REPEATABLE: ReadonlySet<Tool> = new Set<Tool>(['go test', 'go vet', 'cargo test', 'maven', 'gradle']);

/** What the environment must say; `null` if two uses would write to one place. */
function exportsOf(uses: readonly Use[]): readonly string[] | null {
  const exports = uses.flatMap(({ reporter }) => (reporter?.exports == null ? [] : [reporter.exports]));
  const streams = uses.flatMap(({ tool, reporter }) => (reporter?.report?.where === 'stderr' || reporter?.report?.where === 'stdout' ? [tool] : []));
  // What two tools print together is read by neither; of these tools each run can be told from the next.
  if (streams.length > 1 && (new Set(streams).size > 1 || !REPEATABLE.has(streams[0]!))) return null;
  if (new Set(uses.map(({ tool }) => tool)).size < uses.length && exports.length > 0 && !uses.every(({ tool }) => REPEATABLE.has(tool))) return null;
  return [...new Set(exports)];
}

function instrumented(command: string, uses: readonly Use[], working: readonly Use[]): Instrumented {
  const all = working.flatMap(({ reporter }) => [reporter?.report, reporter?.output].filter((source) => source != null));
  const reports = all.filter((one, index) => index === all.findIndex(({ format, where, pattern }) => format === one.format && where === one.where && pattern === one.pattern));
  return { command, tool: (working[0] ?? uses[0])?.tool ?? null, reports, reporting: working.length === uses.length };
}

/**
 * The script's commands run one by one, as its manager would, so that each can be given its reporter. `null` where the
 * script needs its manager (variables) or is not understood.
 */
function expanded(name: string, segments: readonly Segment[] | null, scripts: Scripts, uses: readonly Use[]): Instrumented | null {
  if (segments === null || /\$\{?npm_|%npm_/.test(scripts.texts[name] ?? '')) return null;
  const working: Use[] = [];
  const lines = segments.map(({ text, words, operator }, index) => {
    const own = uses.filter(({ segment, reporter }) => segment === index && reporter !== null);
    const [use] = own;
    const next = operator === '' ? '' : ` ${operator} `;
    if (use === undefined || own.length > 1) return `${text}${next}`;
    working.push(use);
    if (use.reporter!.words !== null && use.script === null) return `${text} ${use.reporter!.words}${next}`;
    const called = calledScript(words);
    if (use.reporter!.words !== null && called?.bare === true && reachesEnd(use.script!, use.tool, scripts)) return `${scripts.run(use.script!, use.reporter!.words)}${next}`;
    if (use.reporter!.exports !== null) return `(${use.reporter!.exports}; ${text})${next}`;
    if (use.reporter!.words !== null) working.pop();
    return `${text}${next}`;
  });
  if (working.length === 0) return null;
  const hook = (when: 'pre' | 'post'): string => (scripts.texts[`${when}${name}`] === undefined ? '' : scripts.run(`${when}${name}`, null));
  const chain = [hook('pre'), hook('post') === '' ? lines.join('') : `{ ${lines.join('')}; }`, hook('post')].filter((part) => part !== '').join(' && ');
  return instrumented(`export PATH="${scripts.path}"; ${chain}`, uses, working);
}

/** True if words at the end of a called script's line reach the tool. */
function reachesEnd(script: string, tool: Tool, { texts }: Scripts): boolean {
  const last = splitCommand(texts[script] ?? '')?.at(-1);
  return last !== undefined && last.operator === '' && toolOf(last.words) === tool;
}

/** A line of the user's: used as it is, with reports where the environment can ask for them. */
export function instrumentLine(line: string, texts: Scripts['texts'], wanted: readonly Tool[]): Instrumented {
  const joined = line.replace(/\\\n/g, ' ').split('\n').map((part) => part.trim()).filter((part) => part !== '' && !part.startsWith('#')).join(' ; ');
  const uses = usesOf(joined, texts, wanted, { number: 0 }, 'shell') ?? [];
  const passive = uses.filter(({ reporter }) => reporter !== null && (reporter.exports !== null || reporter.words === null || reporter.report === null));
  const exports = exportsOf(passive);
  return exports === null ? instrumented(line, uses, []) : instrumented([...exports, line].join('\n'), uses, passive);
}
