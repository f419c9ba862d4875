import type { FileEdit } from '../model/change.ts';
import type { Family } from '../model/code.ts';
import type { Syntax } from '../ports.ts';
import { familyOf, languageOf } from '../syntax/language.ts';
import { addedTo, viewOf } from './code-view.ts';
import { COMPILED_RISKS } from './risk-patterns-compiled.ts';

export interface Risk {
  readonly name: string;
  /** `null`: any language. Those of JavaScript and Python are asked of files without a grammar as well. */
  readonly of: Exclude<Family, 'typescript'> | null;
  readonly pattern: RegExp;
  /** Asked of sources only: what a test does to itself is its own affair. */
  readonly outsideTests?: true;
  /** Looked for in the whole text rather than in single lines. */
  readonly spanning?: true;
}

const fromModule = (names: string): RegExp => new RegExp(`(?:\\bfrom\\s*|\\bimport\\s*|\\b(?:require|import)\\s*\\(\\s*|\\bgetBuiltinModule\\s*\\(\\s*)["'\`](?:node:)?(?:${names})["'\`]`);
const imported = (names: string): RegExp => new RegExp(`\\b(?:import|from)\\s+(?:[\\w.]+\\s*(?:as\\s+\\w+\\s*)?,\\s*)*(?:${names})\\b`);

/** Not wrong, but for a person to see before it lands. */
const RISKS: readonly Risk[] = [
  { name: 'eval', of: 'javascript', pattern: /(?<![\w$.])eval\s*\(|\(\s*0\s*,\s*eval\s*\)|\[\s*["'`]eval["'`]\s*\]|\bglobalThis\.eval\b|\bnew\s+Function\s*\(|(?<![\w$.])Function\s*\(\s*["'`]|\.constructor\s*\(\s*["'`]|\.constructor\.constructor\b|\bset(?:Timeout|Interval)\s*\(\s*["'`]|\bprocess\.(?:binding|dlopen)\s*\(|\bWebAssembly\.(?:instantiate|compile|Module)\b|(?<!["'`\w.])import\s*\(\s*(?!["'`])[^)\s]|(?<![\w.$])require\s*\(\s*(?!["'`)])[^)\s$]/ },
  { name: 'eval', of: 'javascript', pattern: fromModule('vm|module|vm2|isolated-vm') },
  { name: 'eval', of: 'python', pattern: /(?<![\w.])(?:eval|exec|compile|__import__)\s*\(|\bbuiltins\.(?:eval|exec)\b|\b__builtins__\b|\bimportlib\.(?:import_module|util|reload)\b|\b(?:import|from)\s+(?:ctypes|cffi|code|codeop)\b|\btypes\.(?:CodeType|FunctionType)\s*\(/ },
  { name: 'shell', of: 'javascript', pattern: fromModule('child_process|execa|shelljs|cross-spawn|zx|node-pty') },
  { name: 'shell', of: 'javascript', pattern: /(?<![\w$.])(?:exec|spawn)(?:File)?Sync\s*\(|\b(?:child_process|cp)\.(?:exec|spawn|fork)\w*\s*\(|\bBun\.(?:spawn|\$)|\bDeno\.(?:Command|run)\b/ },
  { name: 'shell', of: 'python', pattern: imported('subprocess|pty|pexpect|sh|plumbum|fabric|commands') },
  { name: 'shell', of: 'python', pattern: /\bsubprocess\.\w+|\bos\.(?:system|popen|exec\w+|spawn\w+|posix_spawnp?|fork|kill)\s*\(|\bpty\.spawn\b|\basyncio\.create_subprocess/ },
  { name: 'network', of: 'javascript', pattern: fromModule('(?:https?|http2|net|tls|dgram|dns|inspector)(?:/promises)?|axios|got|undici|node-fetch|ky|superagent|ws|request|needle|nodemailer|ssh2') },
  { name: 'network', of: 'javascript', pattern: /(?<![\w$.])fetch\s*\(|\b(?:globalThis|window|self)\.fetch\b|\bnew\s+(?:XMLHttpRequest|WebSocket|EventSource|RTCPeerConnection)\b|\bsendBeacon\s*\(|\bimportScripts\s*\(|\bimport\s*\(\s*["'`]https?:|\bfrom\s+["'`]https?:/ },
  { name: 'network', of: 'python', pattern: imported('requests|httpx|aiohttp|urllib|urllib3|socket|socketserver|http\\.client|http\\.server|ftplib|smtplib|telnetlib|poplib|imaplib|paramiko|xmlrpc|websockets|websocket|pycurl') },
  { name: 'network', of: 'python', pattern: /\b(?:requests|httpx)\.(?:get|post|put|patch|delete|request|head|Session|Client)\s*\(|\burllib\.request\b|\bsocket\.(?:socket|create_connection|getaddrinfo)\s*\(/ },
  { name: 'deserialisation', of: 'python', pattern: /\b(?:c?[pP]ickle|_pickle|dill|cloudpickle|marshal|shelve|jsonpickle|joblib)\.(?:loads?|Unpickler|open|decode)\b|\b(?:import|from)\s+(?:pickle|_pickle|dill|cloudpickle|marshal|shelve|jsonpickle)\b|\byaml\.(?:unsafe_load|full_load|load)(?:_all)?\s*\((?![^)\n]*Safe)|\bpd\.read_pickle\s*\(|\btorch\.load\s*\((?![^)\n]*weights_only\s*=\s*True)/ },
  { name: 'deserialisation', of: 'javascript', pattern: /\bv8\.deserialize\s*\(|(?<![\w$.])unserialize\s*\(/ },
  { name: 'deserialisation', of: 'javascript', pattern: fromModule('v8|node-serialize|funcster|serialize-to-js') },
  { name: 'deletion of files', of: null, pattern: /\bfs(?:p|\.promises)?\.(?:rm|rmdir|unlink)(?:Sync)?\s*\(|(?<![\w$.])(?:rm|rmdir|unlink)Sync\s*\(|\brimraf\b|\bshutil\.rmtree\s*\(|\bos\.(?:remove|unlink|rmdir|removedirs)\s*\(|\brm\s+-[a-z]*r[a-z]*f?\s/, outsideTests: true },
  { name: 'detection of tests', of: null, pattern: /\bJEST_WORKER_ID\b|\bVITEST(?:_\w+)?\b(?=["'`\])\s.]|$)|\bPYTEST_CURRENT_TEST\b|\bNODE_TEST_CONTEXT\b|\bNODE_ENV\b["'`\]]*\s*[!=]==?\s*["'`]test|["'`]test["'`]\s*[!=]==?\s*[\w.]*\bNODE_ENV\b|["'](?:pytest|unittest|_pytest|nose)["']\s*(?:not\s+)?in\s+sys\.modules|\bsys\.modules(?:\.get\(|\[)\s*["'](?:pytest|unittest|_pytest)|\btypeof\s+(?:jest|vi|describe|it|test|expect|mocha|beforeEach)\b|\bglobal(?:This)?\.(?:jest|describe|mocha|__vitest\w*)\b(?!\s*=[^=])|\bprocess\.argv\b.*\b(?:jest|mocha|vitest|--test)\b|\bsys\.argv\b.*\b(?:pytest|unittest)\b|\bimport\.meta\.(?:vitest|jest)\b/, outsideTests: true },
  { name: 'reading of tests', of: null, pattern: /\b(?:readFile(?:Sync)?|createReadStream|openSync|readdirSync|open|read_text|read_bytes|Path|glob)\s*\([^\n]*["'`/\\](?:tests?|__tests__|specs?|acceptance)[/\\"'`]|\b(?:readFile(?:Sync)?|open|Path)\s*\([^\n]*(?:[._-](?:test|spec)\.[a-z]+|\btest_\w+\.py)["'`]/, outsideTests: true },
  { name: 'hook on the end of the process', of: null, pattern: /\batexit\.register\b|\bprocess\.(?:on|once|addListener|prependListener)\s*\(\s*["'`](?:exit|beforeExit|uncaughtException|unhandledRejection|uncaughtExceptionMonitor)["'`]|\bprocess\.setUncaughtExceptionCaptureCallback\b|\bsys\.(?:excepthook|unraisablehook|settrace|setprofile)\b|\bthreading\.(?:settrace|excepthook)\b|\bsignal\.(?:signal|alarm)\s*\(/ },
  { name: 'early exit with success', of: null, pattern: /\bprocess\.exit\s*\(\s*0?\s*\)|\bprocess\.exitCode\s*=\s*0\b|\bDeno\.exit\s*\(\s*0?\s*\)|\bsys\.exit\s*\(\s*(?:0|None)?\s*\)|\braise\s+SystemExit\s*(?:\(\s*0?\s*\))?\s*$|(?<![\w.])(?:quit|exit)\s*\(\s*0?\s*\)/, outsideTests: true },
  { name: 'change of what modules are found', of: null, pattern: /\bsys\.(?:path|meta_path|path_hooks|modules)\.(?:insert|append|extend|pop|update|setdefault)\b|\bsys\.(?:path|meta_path|path_hooks)\s*(?:\[[^\]]*\])?\s*(?:=(?!=)|\+=)|\bsite\.addsitedir\b|\brequire\.(?:cache|extensions)\b|\bModule\._(?:load|resolveFilename|extensions)\b|\bregisterHooks\s*\(|\bmodule\.register\s*\(/ },
  { name: 'change of a prototype', of: 'javascript', pattern: /\.__proto__(?:\.\w+)?\s*=(?!=)|\[\s*["'`]__proto__["'`]\s*\]\s*(?:\[[^\]]*\]\s*)?=(?!=)|\bObject\.setPrototypeOf\s*\(\s*(?:Array|Object|String|Function|Promise|Map|Set|globalThis|global)\b/ },
  { name: 'equality that is always true', of: 'python', pattern: /\bdef\s+__(?:eq|le|ge|contains|bool)__\s*\([^)]*\)[^:]*:\s*return\s+True\b|\b__(?:eq|le|ge|contains)__\s*=\s*lambda\b[^:]*:\s*True\b/ },
  { name: 'unfinished code', of: null, pattern: /\bthrow\s+new\s+Error\s*\(\s*["'`]\s*(?:not\s+(?:yet\s+)?implemented|todo|unimplemented)\b|\b(?:todo|unimplemented)!\s*\(|^\s*(?:pass|return(?:\s+(?:None|null|undefined))?;?|\.\.\.)\s*(?:#|\/\/)\s*(?:TODO|FIXME)\b/i },
];

/** `<what> added in <path>` for risks in added code, and for files that would go or be emptied: not wrong, but for a person to see. */
export function riskFlags(edits: readonly FileEdit[], rules: { readonly syntax: Syntax; readonly isTest: (path: string) => boolean }): string[] {
  return edits.flatMap((edit) => [...goneFlags(edit), ...codeFlags(edit, rules)]);
}

function goneFlags({ path, before, after }: FileEdit): string[] {
  if (before === null || before.trim() === '') return [];
  if (after === null) return [`deletion of ${path}`];
  return after.trim() === '' ? [`all of ${path} removed`] : [];
}

function codeFlags({ path, before, after }: FileEdit, { syntax, isTest }: { readonly syntax: Syntax; readonly isTest: (path: string) => boolean }): string[] {
  if (after === null) return [];
  const had = before === null ? [] : viewOf(path, before, syntax).code;
  const has = viewOf(path, after, syntax).code;
  const added = addedTo(had, has);
  const asked = risksFor(path).filter(({ outsideTests }) => !(outsideTests === true && isTest(path)));
  const names = asked.filter((risk) => (risk.spanning === true || occurrences(added, risk) > 0) && occurrences(has, risk) > occurrences(had, risk)).map(({ name }) => name);
  return [...new Set(names)].map((name) => `${name} added in ${path}`);
}

function risksFor(path: string): readonly Risk[] {
  const language = languageOf(path);
  if (language === null) return RISKS;
  const family = familyOf(language) === 'typescript' ? 'javascript' : familyOf(language);
  return [...RISKS, ...COMPILED_RISKS].filter(({ of }) => of === null || of === family);
}

/** Lines that match, alone or with the line after them. */
function occurrences(lines: readonly string[], { pattern, spanning }: Risk): number {
  if (spanning === true) return [...lines.join('\n').matchAll(new RegExp(pattern.source, `g${pattern.flags}`))].length;
  return lines.filter((line, index) => pattern.test(line) || (/[:{]$/.test(line.trimEnd()) && pattern.test(`${line} ${lines[index + 1]?.trim() ?? ''}`))).length;
}
