import { repoPath, type CommandPlace } from '../../evidence/repo-path.ts';
import type { KindContext } from '../kind.ts';
import type { FileEdit } from '../../model/change.ts';
import { combinedReport, linesOf, type Report, type StaleDirective } from './directive.ts';
import { answerOf, textOf, TOOL_TIMEOUT_MS } from './tool-run.ts';
import { callsOf, isPinned, manifestsOf, quotedWord, withLocalPrograms, type ScriptCall } from './manifest.ts';

/** Scripts that lint in different ways; a directive is stale only if none of them needs it. */
const MAX_CALLS = 4;

/** Options of ESLint that take a value as the next word. */
const VALUED = new Set([
  '-c', '--config', '--ext', '--parser', '--parser-options', '--global', '--env', '--plugin', '--rule', '--rulesdir', '--ignore-path', '--ignore-pattern', '--flag',
  '--resolve-plugins-relative-to', '--concurrency',
]);
/** Options that would change the output, write files or fix. */
const DROPPED_WITH_VALUE = new Set(['-f', '--format', '-o', '--output-file', '--max-warnings', '--cache-file', '--cache-location', '--cache-strategy', '--fix-type', '--report-unused-disable-directives-severity']);
const DROPPED = /^--(?:fix(?:-dry-run)?|cache|quiet|no-inline-config|report-unused-\S*|color|no-color|debug|stats|exit-on-fatal-error|no-error-on-unmatched-pattern)$/;

/** ESLint's JSON repeats whole sources; only the messages are let through, so that large repositories fit the output cap. */
const REDUCE = `node -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>console.log(JSON.stringify(JSON.parse(s.slice(s.indexOf("["))).map(f=>[f.filePath,f.messages.map(m=>[m.ruleId,m.line,m.column,m.message,m.fatal===true])]))))'`;

type Message = readonly [rule: string | null, line: number, column: number, message: string, fatal: boolean];
type FileMessages = readonly [file: string, messages: readonly Message[]];

/** What the repository's own ESLint says, with unused directives reported. `null` where it cannot be asked or cannot be trusted to tell. */
export async function eslintReport(context: KindContext, directory: string, paths: readonly string[] | null, edits: readonly FileEdit[]): Promise<Report | null> {
  const manifests = await manifestsOf(context.tree, directory);
  // Oxlint obeys the same comments.
  if (manifests.some(({ installed }) => 'oxlint' in installed) || !isPinned(context.tree, directory, manifests, 'eslint')) return null;
  const flag = await reportFlag(context, directory);
  const calls = distinct(callsOf('eslint', manifests).map(cleaned));
  if (flag === null || calls.length > MAX_CALLS) return null;
  const reports: Report[] = [];
  for (const call of calls.length === 0 ? [{ env: [], options: [], targets: ['.'] }] : calls) {
    const report = await callReport(context, directory, call, { flag, paths, edits });
    if (report === null) return null;
    reports.push(report);
  }
  return combinedReport(reports);
}

/** `--report-unused-disable-directives-severity` exists since ESLint 8.56; before, the plain flag is all there is. */
async function reportFlag(context: KindContext, directory: string): Promise<string | null> {
  const result = await context.lab.run(withLocalPrograms(directory, 'eslint --version'), { directory, timeoutMs: TOOL_TIMEOUT_MS });
  const version = /^v(\d+)\.(\d+)\./m.exec(result.stdout);
  if (result.exitCode !== 0 || version === null) return null;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < 7) return null;
  return major > 8 || (major === 8 && minor >= 56) ? '--report-unused-disable-directives-severity warn' : '--report-unused-disable-directives';
}

interface Call {
  readonly env: readonly string[];
  readonly options: readonly string[];
  readonly targets: readonly string[];
}

function cleaned({ env, args }: ScriptCall): Call {
  const options: string[] = [];
  const targets: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index]!;
    const name = word.split('=')[0]!;
    if (DROPPED_WITH_VALUE.has(name)) index += word.includes('=') ? 0 : 1;
    else if (VALUED.has(word)) options.push(word, args[(index += 1)] ?? '');
    else if (!word.startsWith('-')) targets.push(word);
    else if (!DROPPED.test(name) && word !== '--') options.push(word);
  }
  return { env, options, targets: targets.length === 0 ? ['.'] : targets };
}

function distinct(calls: readonly Call[]): Call[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

interface Question {
  readonly flag: string;
  readonly paths: readonly string[] | null;
  readonly edits: readonly FileEdit[];
}

async function callReport(context: KindContext, directory: string, call: Call, { flag, paths, edits }: Question): Promise<Report | null> {
  const within = directory === '' ? '' : `${directory}/`;
  const targets = paths === null ? call.targets : paths.map((path) => path.slice(within.length));
  const words = [...call.env.map(envWord), 'eslint', '--format json', flag, ...call.options.map(quotedWord), '--', ...targets.map(quotedWord)];
  const answer = await answerOf(context, directory, `${words.join(' ')} | ${REDUCE}`, edits);
  const files = answer === null ? null : parsed(answer.stdout);
  return answer === null || files === null ? null : reportOf(context, files, edits, { root: answer.root, directory });
}

function envWord(word: string): string {
  const at = word.indexOf('=');
  return `${word.slice(0, at)}=${quotedWord(word.slice(at + 1))}`;
}

function parsed(stdout: string): FileMessages[] | null {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as FileMessages[];
  } catch {
    return null;
  }
}

const UNUSED = /^Unused eslint-(?:disable|enable) directive \((?:no problems were reported|no matching eslint-disable directives were found)(?: (?:from|for) (.+))?\)\.$/;

async function reportOf(context: KindContext, files: readonly FileMessages[], edits: readonly FileEdit[], place: CommandPlace): Promise<Report> {
  const stale: StaleDirective[] = [];
  const others: string[] = [];
  for (const [file, messages] of files) {
    const path = repoPath(file, place);
    const text = path === null || messages.length === 0 ? null : await textOf(context, path, edits);
    // Where a file does not parse, no rule has spoken.
    const fatal = messages.some((message) => message[4]);
    for (const [rule, line, column, message] of messages) {
      const unused = rule === null ? UNUSED.exec(message) : null;
      if (unused === null || path === null || text === null || fatal) others.push(`${path ?? file}: ${rule ?? ''}: ${message}`);
      else stale.push({ tool: 'eslint', path, line, column: column - 1, text: linesOf(text)[line - 1] ?? '', rules: rulesOf(unused[1]) });
    }
  }
  return { stale, others, files: files.flatMap(([file]) => repoPath(file, place) ?? []) };
}

/** `'a', 'b' or 'c'`; `null` for a directive without a list. */
function rulesOf(list: string | undefined): string[] | null {
  return list === undefined ? null : [...list.matchAll(/'([^']+)'/g)].map((match) => match[1]!);
}
