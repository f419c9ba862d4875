import type { Family } from '../model/code.ts';

export interface Tampering {
  readonly what: string;
  readonly pattern: RegExp;
  /** `null`: any language, also those without a grammar. */
  readonly of: Family | null;
  /** Innocent in a source, such as the exit of a command line. */
  readonly onlyInTests?: true;
}

const ASSIGNED = String.raw`\s*=(?![=>])`;
const GLOBALS = String.raw`(?:global|globalThis|window|self)`;
const BUILT_IN = 'Array|Object|String|Number|Boolean|Function|Promise|Map|Set|WeakMap|RegExp|Error|Date|Symbol|Iterator';

const ASSERTION = 'an assertion would be replaced';
const RUNNER = 'a function of the test runner would be replaced';
const PLATFORM = 'a function of the platform would be replaced';
const ENDS = 'the process would end before the tests are done';
const PASSES = 'a test would end the process as if all were well';
const EARLY = 'code would run before the tests';

/** What has no honest use in a change that tests are to judge. */
export const TAMPERING: readonly Tampering[] = [
  { what: ASSERTION, of: null, pattern: new RegExp(String.raw`\b(?:assert(?:\.strict)?|chai\.assert|console)\.(?:assert|ok|equal|notEqual|strictEqual|notStrictEqual|deepEqual|deepStrictEqual|fail|throws|rejects|match|ifError|AssertionError)${ASSIGNED}|\b(?:Object\.assign|Object\.defineProperty|Object\.defineProperties|Reflect\.(?:set|defineProperty))\s*\(\s*(?:assert|console|expect|chai)\b|\bAssertion(?:Error)?\.prototype\b.*${ASSIGNED}|\b(?:unittest\.)?TestCase\.(?:assert\w+|fail\w*|run|setUp|failureException)${ASSIGNED}|\bsetattr\s*\(\s*(?:unittest|pytest|TestCase)\b|\bpytest\.(?:raises|fail|approx|warns)${ASSIGNED}|\bmock\.patch\s*\(\s*["'](?:unittest|pytest|builtins)\b`) },
  { what: RUNNER, of: null, pattern: new RegExp(String.raw`\b${GLOBALS}\.(?:describe|it|test|expect|suite|beforeEach|afterEach|beforeAll|afterAll|jest|vi|assert)${ASSIGNED}|\b${GLOBALS}\[\s*["'\x60](?:describe|it|test|expect|assert)["'\x60]\s*\]${ASSIGNED}|\b(?:Object\.defineProperty|Reflect\.(?:set|defineProperty))\s*\(\s*${GLOBALS}\s*,\s*["'\x60](?:describe|it|test|expect|assert|console|process)\b|(?<![\w.$])(?:expect|describe)${ASSIGNED}`) },
  { what: 'a built-in prototype would be changed', of: null, pattern: new RegExp(String.raw`\b(?:${BUILT_IN})\.prototype(?:\.\w+|\[[^\]]+\])${ASSIGNED}|\bObject\.(?:defineProperty|defineProperties|assign)\s*\(\s*(?:${BUILT_IN})\.prototype\b|\bReflect\.(?:set|defineProperty)\s*\(\s*(?:${BUILT_IN})\.prototype\b|\b(?:${BUILT_IN})\.prototype\.__define[GS]etter__|\b(?:__proto__|constructor\.prototype)\.(?:toString|valueOf|equals|toJSON)${ASSIGNED}`) },
  { what: PLATFORM, of: null, pattern: new RegExp(String.raw`\bprocess\.(?:exit|reallyExit|emit|abort|kill|hrtime|on|argv|execArgv)${ASSIGNED}|\bprocess\.std(?:out|err)\.write${ASSIGNED}|\b(?:JSON\.(?:stringify|parse)|Object\.(?:is|keys|entries)|Math\.(?:random|round|floor|abs)|Number\.isNaN|Date\.now|Array\.isArray|Promise\.(?:all|reject))${ASSIGNED}|\b(?:builtins|__builtins__)\.\w+${ASSIGNED}|\bsetattr\s*\(\s*(?:builtins|__builtins__|sys)\b|\bsys\.(?:exit|stdout|stderr)${ASSIGNED}|\bos\._exit${ASSIGNED}|\bsys\.modules\s*\[[^\]]+\]${ASSIGNED}|\bdel\s+sys\.modules\b`) },
  { what: ENDS, of: null, pattern: /\bos\._exit\s*\(|\bprocess\.reallyExit\s*\(|\bos\.kill\s*\(\s*os\.getp?p?id|\bprocess\.kill\s*\(\s*process\.p?pid/ },
  { what: PASSES, of: null, pattern: /\bprocess\.exit\s*\(\s*(?![1-9])|\bprocess\.exitCode\s*=(?!=)\s*(?![1-9])|\b(?:Deno|Bun)\.exit\s*\(\s*(?![1-9])|\bsys\.exit\s*\(\s*(?:0|None)?\s*\)|\braise\s+SystemExit\s*(?:\(\s*(?:0|None)?\s*\))?\s*$|(?<![\w.])(?:quit|exit)\s*\(\s*0?\s*\)|\bpytest\.exit\s*\(/, onlyInTests: true },

  { what: ASSERTION, of: 'go', pattern: /^\s*(?:import\s+)?(?:testing|assert|require|cmp)\s+"(?!testing"|github\.com\/stretchr\/testify\/|gotest\.tools\/|github\.com\/google\/go-cmp\/|cmp")/ },
  { what: RUNNER, of: 'go', pattern: /\btesting\.(?:Init|MainStart|Main|RunTests|RegisterCover)\s*\(|\bflag\.(?:CommandLine\.)?Set\s*\(\s*["`]test\.|\bos\.Args\s*(?:\[[^\]]*\]\s*)?=(?!=)|\/\/go:linkname\s+\w+\s+(?:testing|os|runtime|syscall|internal\/|github\.com\/stretchr\/)/ },
  { what: ENDS, of: 'go', pattern: /\b(?:syscall|unix)\.(?:Exit\s*\(|Kill\s*\(\s*(?:syscall|os|unix)\.Getp?pid)|\bos\.FindProcess\s*\(\s*(?:os|syscall)\.Getp?pid/ },
  { what: PASSES, of: 'go', pattern: /\bos\.Exit\b(?!\s*\(\s*[1-9])/, onlyInTests: true },
  { what: EARLY, of: 'go', pattern: /^\s*func\s+init\s*\(\s*\)|^(?:var\s+|\t)_\s*(?:[\w.]+\s*)?=\s*func\b/, onlyInTests: true },

  { what: ASSERTION, of: 'rust', pattern: /\bmacro_rules!\s*(?:r#)?(?:(?:debug_)?assert\w*|panic|unreachable|matches)\b|\bas\s+(?:r#)?(?:(?:debug_)?assert(?:_eq|_ne)?|panic)\b|\bmod\s+(?:r#)?std\b|\bas\s+(?:r#)?(?:std|core|alloc)\s*[;,}]/ },
  { what: RUNNER, of: 'rust', pattern: /#\s*!\s*\[\s*(?:cfg_attr\s*\(.*)?(?:test_runner|reexport_test_harness_main|no_main|feature\s*\(.*\bcustom_test_frameworks)\b|#\s*\[\s*(?:unsafe\s*\(\s*)?(?:no_mangle|export_name\b).*\b(?:main|__rust|rust_|_exit|exit|malloc|free)\b/ },
  { what: ENDS, of: 'rust', pattern: /\b(?:libc|nix)::(?:\w+::)*(?:_exit|_Exit|quick_exit|exit|kill|raise)\s*\(/ },
  { what: PASSES, of: 'rust', pattern: /\bprocess::exit\b(?!\s*\(\s*[1-9])|(?<![\w.:])exit\s*\(\s*0\s*\)|\bExitCode::SUCCESS\.exit_process\b/, onlyInTests: true },
  { what: EARLY, of: 'rust', pattern: /#\s*\[\s*(?:unsafe\s*\(\s*)?(?:(?:\w+::)?[cd]tor\b|global_allocator\b|panic_handler\b|link_section\b)|\bpanic::set_hook\s*\(/, onlyInTests: true },

  { what: ASSERTION, of: 'java', pattern: /\bset(?:Default|Class|Package)AssertionStatus\s*\(|\bclearAssertionStatus\s*\(|\b(?:class|interface|enum|record)\s+(?:Assertions?|Assert|MatcherAssert|Assumptions?)\b|^\s*package\s+(?:org\.(?:junit|hamcrest|assertj|mockito|testng|opentest4j)|java|javax|jdk|sun|com\.sun)\b/ },
  { what: RUNNER, of: 'java', pattern: /\bimplements\b[^{]*\b(?:TestExecutionListener|LauncherSessionListener|LauncherDiscoveryListener|TestExecutionExceptionHandler|LifecycleMethodExecutionExceptionHandler|InvocationInterceptor|ExecutionCondition|TestEngine|PostDiscoveryFilter|IInvokedMethodListener|ITestListener|IHookable|IAnnotationTransformer)\b|\bextends\s+(?:\w+\.)*(?:BlockJUnit4ClassRunner|RunListener|TestListenerAdapter)\b|\bSystem\s*\.\s*setProperty\s*\(\s*"(?:junit|surefire|testng|maven)\b/ },
  { what: ENDS, of: 'java', pattern: /\bgetRuntime\s*\(\s*\)\s*\.\s*halt\s*\(|\bProcessHandle\s*\.\s*current\s*\(\s*\).*\bdestroy/ },
  { what: PASSES, of: 'java', pattern: /\b(?:System|getRuntime\s*\(\s*\))\s*\.\s*exit\b(?!\s*\(\s*[1-9])|\bSystem\s*::\s*exit\b|(?<![\w.])exit\s*\(\s*0\s*\)/, onlyInTests: true },
  { what: EARLY, of: 'java', pattern: /^\s*static\s*\{/, onlyInTests: true },
];
