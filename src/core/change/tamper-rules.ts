import type { FileEdit } from '../model/change.ts';
import type { Syntax } from '../ports.ts';
import { addedTo, viewOf } from './code-view.ts';
import type { GuardProblem } from './guard-problem.ts';

interface Tampering {
  readonly what: string;
  readonly pattern: RegExp;
  /** Innocent in a source, such as the exit of a command line. */
  readonly onlyInTests?: true;
}

const ASSIGNED = String.raw`\s*=(?![=>])`;
const GLOBALS = String.raw`(?:global|globalThis|window|self)`;
const BUILT_IN = 'Array|Object|String|Number|Boolean|Function|Promise|Map|Set|WeakMap|RegExp|Error|Date|Symbol|Iterator';

/** What has no honest use in a change that tests are to judge. */
const TAMPERING: readonly Tampering[] = [
  { what: 'an assertion would be replaced', pattern: new RegExp(String.raw`\b(?:assert(?:\.strict)?|chai\.assert|console)\.(?:assert|ok|equal|notEqual|strictEqual|notStrictEqual|deepEqual|deepStrictEqual|fail|throws|rejects|match|ifError|AssertionError)${ASSIGNED}|\b(?:Object\.assign|Object\.defineProperty|Object\.defineProperties|Reflect\.(?:set|defineProperty))\s*\(\s*(?:assert|console|expect|chai)\b|\bAssertion(?:Error)?\.prototype\b.*${ASSIGNED}|\b(?:unittest\.)?TestCase\.(?:assert\w+|fail\w*|run|setUp|failureException)${ASSIGNED}|\bsetattr\s*\(\s*(?:unittest|pytest|TestCase)\b|\bpytest\.(?:raises|fail|approx|warns)${ASSIGNED}|\bmock\.patch\s*\(\s*["'](?:unittest|pytest|builtins)\b`) },
  { what: 'a function of the test runner would be replaced', pattern: new RegExp(String.raw`\b${GLOBALS}\.(?:describe|it|test|expect|suite|beforeEach|afterEach|beforeAll|afterAll|jest|vi|assert)${ASSIGNED}|\b${GLOBALS}\[\s*["'\x60](?:describe|it|test|expect|assert)["'\x60]\s*\]${ASSIGNED}|\b(?:Object\.defineProperty|Reflect\.(?:set|defineProperty))\s*\(\s*${GLOBALS}\s*,\s*["'\x60](?:describe|it|test|expect|assert|console|process)\b|(?<![\w.$])(?:expect|describe)${ASSIGNED}`) },
  { what: 'a built-in prototype would be changed', pattern: new RegExp(String.raw`\b(?:${BUILT_IN})\.prototype(?:\.\w+|\[[^\]]+\])${ASSIGNED}|\bObject\.(?:defineProperty|defineProperties|assign)\s*\(\s*(?:${BUILT_IN})\.prototype\b|\bReflect\.(?:set|defineProperty)\s*\(\s*(?:${BUILT_IN})\.prototype\b|\b(?:${BUILT_IN})\.prototype\.__define[GS]etter__|\b(?:__proto__|constructor\.prototype)\.(?:toString|valueOf|equals|toJSON)${ASSIGNED}`) },
  { what: 'a function of the platform would be replaced', pattern: new RegExp(String.raw`\bprocess\.(?:exit|reallyExit|emit|abort|kill|hrtime|on|argv|execArgv)${ASSIGNED}|\bprocess\.std(?:out|err)\.write${ASSIGNED}|\b(?:JSON\.(?:stringify|parse)|Object\.(?:is|keys|entries)|Math\.(?:random|round|floor|abs)|Number\.isNaN|Date\.now|Array\.isArray|Promise\.(?:all|reject))${ASSIGNED}|\b(?:builtins|__builtins__)\.\w+${ASSIGNED}|\bsetattr\s*\(\s*(?:builtins|__builtins__|sys)\b|\bsys\.(?:exit|stdout|stderr)${ASSIGNED}|\bos\._exit${ASSIGNED}|\bsys\.modules\s*\[[^\]]+\]${ASSIGNED}|\bdel\s+sys\.modules\b`) },
  { what: 'the process would end before the tests are done', pattern: /\bos\._exit\s*\(|\bprocess\.reallyExit\s*\(|\bos\.kill\s*\(\s*os\.getp?p?id|\bprocess\.kill\s*\(\s*process\.p?pid/ },
  { what: 'a test would end the process as if all were well', pattern: /\bprocess\.exit\s*\(\s*(?![1-9])|\bprocess\.exitCode\s*=(?!=)\s*(?![1-9])|\b(?:Deno|Bun)\.exit\s*\(\s*(?![1-9])|\bsys\.exit\s*\(\s*(?:0|None)?\s*\)|\braise\s+SystemExit\s*(?:\(\s*(?:0|None)?\s*\))?\s*$|(?<![\w.])(?:quit|exit)\s*\(\s*0?\s*\)|\bpytest\.exit\s*\(/, onlyInTests: true },
];

/** Code that would change what judges it: assertions, the runner, built-ins, the end of the process. */
export function tamperProblems({ path, before, after }: FileEdit, { syntax, isTest }: { readonly syntax: Syntax; readonly isTest: (path: string) => boolean }): GuardProblem[] {
  if (after === null) return [];
  const test = isTest(path);
  const added = addedTo(before === null ? [] : viewOf(path, before, syntax).code, viewOf(path, after, syntax).code);
  return TAMPERING.filter(({ pattern, onlyInTests }) => (test || onlyInTests !== true) && added.some((line) => pattern.test(line)))
    .map(({ what }) => ({ rule: 'tampering', path, problem: what, remedy: 'A change must pass the checks as they are.' }));
}
