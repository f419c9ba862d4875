/** What keeps a check from speaking: a directive, and its list of rules as the first group where it has one. */
export type Directive = readonly [name: string, pattern: RegExp];

/** Obeyed only in comments. */
export const IN_COMMENTS: readonly Directive[] = [
  ['eslint-disable', /(?:\/\/|\/\*|<!--|^)\s*eslint-disable(?:-next-line|-line)?(?![\w-])([^\n]*?)(?:\s--\s|\*\/|$)/],
  ['eslint-rule-off', /\/\*\s*eslint\s[^\n]*?["']?:\s*(?:0|\[?\s*["']?off\b|\[\s*0)/],
  ['oxlint-disable', /(?:\/\/|\/\*|<!--|^)\s*oxlint-disable(?:-next-line|-line)?(?![\w-])([^\n]*?)(?:\s--\s|\*\/|$)/],
  ['tslint:disable', /tslint:disable(?:-next-line|-line)?/],
  ['biome-ignore', /biome-ignore(?:-all|-start)?\s+(\S+)/],
  ['deno-lint-ignore', /deno-(?:lint|fmt|coverage)-ignore(?:-file|-start)?/],
  ['jshint ignore', /jshint\s+(?:ignore:|-W)|jscs:disable|jslint\s/],
  ['stylelint-disable', /stylelint-disable|markdownlint-disable|htmlhint\s|htmllint\s/],
  ['@ts-ignore', /@ts-ignore\b/],
  ['@ts-expect-error', /@ts-expect-error\b/],
  ['@ts-nocheck', /@ts-nocheck\b/],
  ['$FlowFixMe', /\$Flow(?:FixMe|Ignore|ExpectedError|Issue)|@noflow\b/],
  ['noqa', /#\s*(?:(?:ruff|flake8):\s*)?noqa\b(?::\s*([A-Z]+\d*(?:[\s,]+[A-Z]+\d+)*))?/i],
  ['ruff: ignore', /#\s*ruff:\s*(?:ignore|disable|file-ignore)\b/],
  ['nosec', /#\s*nosec\b|\bNOSONAR\b|\bnosemgrep\b|\bcodeql\[|\blgtm\s?\[|gitleaks:allow|pragma:\s*allowlist|trufflehog:ignore|\bnoboost\b|checkov:skip|tfsec:ignore|trivy:ignore|\bgosec:disable|\bNOPMD\b/],
  ['type: ignore', /#\s*(?:type|pyright|ty|pyre-ignore|mypy)\s*:\s*(?:ignore|ignore-errors)\b|#\s*pyre-(?:ignore|fixme)|#\s*mypy:\s*(?:allow|no|disable|implicit|follow)|#\s*pyright:\s*(?:basic|off|report\w+\s*=\s*"?(?:false|none))|#\s*pytype:\s*(?:disable|skip-file)/],
  ['pylint: disable', /#\s*pylint:\s*(?:disable|skip-file)/],
  ['no cover', /\b(?:istanbul|c8|v8)\s+ignore\b|node:coverage\s+(?:ignore|disable)|pragma:\s*no\s*(?:cover|branch|mutate)|Stryker\s+disable|LCOV_EXCL|GCOVR?_EXCL|@codeCoverageIgnore|:nocov:|coverage:ignore/i],
  ['nolint', /\bnolint\b|\bNOLINT(?:NEXTLINE|BEGIN)?\b|\/\/\s*lint:(?:file-)?ignore|swiftlint:disable|rubocop:(?:disable|todo)|standard:disable|phpcs:(?:ignore|disable)|@phpstan-ignore|@psalm-suppress|@phan-suppress|ktlint-disable|noinspection\b|shellcheck\s+disable|hadolint\s+ignore|yamllint\s+disable|ansible-lint\b.*skip|cppcheck-suppress|coverity\[|checkstyle:off|CHECKSTYLE[.:]OFF|luacheck:\s*(?:ignore|no)|credo:disable|clang-format\s+off|detekt:|buf:lint:ignore|\/\/\s*(?:revive|exhaustive|exhaustruct|gocognit|gocyclo|sloglint|spancheck|golangci-lint):\s*(?:disable|ignore|enforce)|@formatter:off|spotless:off|\bIJ(?:Disable|Suppress)|qodana:disable/],
  ['format off', /#\s*fmt:\s*(?:off|skip)|#\s*yapf:\s*disable|#\s*isort:\s*(?:skip|off)|\bprettier-ignore(?:-start)?\b|\bdprint-ignore\b|cspell:(?:disable|ignore)|codespell:ignore|spell-?checker:\s*(?:disable|ignore)/i],
  ['doctest skip', /#\s*doctest:\s*\+SKIP|\/\/[\/!]\s*```\s*(?:rust\s*,\s*)?(?:ignore|no_run|compile_fail|should_panic)\b/],
  ['line directive', /^\s*\/\/line \S*:\d+|\/\*line \S*:\d+/],
];

/** Obeyed where code stands. */
export const IN_CODE: readonly Directive[] = [
  ['compiler warnings off', /#\s*(?:!\s*)?\[\s*(?:cfg_attr\s*\(.*)?\b(?:allow|expect)\s*\(|#\s*(?:!\s*)?\[.*\b(?:coverage\s*\(\s*off|no_coverage\b|mutants::skip\b|tarpaulin::skip\b|automatically_derived\b|rustfmt(?:::|_)skip\b)|@\s*(?:\w+\s*\.\s*)*Suppress(?:Warnings|Lint|FBWarnings|Forbidden)?\b|#pragma (?:warning disable|GCC diagnostic ignored|clang diagnostic ignored)|@\s*(?:\w+\s*\.\s*)*Exclude\w*From\w*(?:Coverage|Jacoco)\w*|\[ExcludeFromCodeCoverage|@(?:typing\.)?no_type_check\b/],
  ['marked as generated', /@\s*(?:(?:javax?|jakarta|lombok)\s*\.\s*(?:\w+\s*\.\s*)*)?Generated\b/],
  ['skipped test', /\b(?:it|test|describe|suite|context|bench|Deno\.test)(?:\.\w+)*\.(?:skip|skipIf|runIf|todo|todoIf|failing|fails|fixme|ignore)\b|\bx(?:it|test|describe|context|specify)\s*[(.]/],
  ['exclusive test', /\b(?:it|test|describe|suite|context|Deno\.test)(?:\.\w+)*\.only\b|\bf(?:it|describe)\s*\(/],
  ['skipped Python test', /@?(?:pytest\.mark|mark)\.(?:skip|skipif|xfail)\b|pytest\.(?:skip|xfail|importorskip|exit)\s*\(|@?unittest\.(?:skip\w*|expectedFailure|SkipTest)|\.skipTest\s*\(|\braise\s+SkipTest\b|\bcollect_ignore(?:_glob)?\s*=|\b__test__\s*=\s*False|\bpytest_plugins\s*=|\bload_tests\s*\(/],
  ['skipped test elsewhere', /#\s*\[\s*(?:cfg_attr\s*\(.*\b)?ignore\b|@\s*(?:\w+\s*\.\s*)*(?:Disabled(?:On|If|In|For)?\w*|Enabled(?:On|If|In|For)\w*|Ignore)\b|\[Ignore[\](]|\bmarkTest(?:Skipped|Incomplete)\s*\(|\bXCTSkip(?:If|Unless)?\b|\b[tb]\.Skip(?:f|Now)?\s*\(|\bfunc\s+TestMain\s*\(|\bAssume(?:\.|\.?that)|\bAssumptions\.|@\s*Test\s*\([^)]*\benabled\s*=\s*false\b|\bthrow\s+new\s+(?:\w+\s*\.\s*)*(?:TestAbortedException|AssumptionViolatedException|TestSkippedException|SkipException)\b/],
];

/** As names in other code they are innocent: a query skips ten rows. */
export const IN_TESTS: readonly Directive[] = [
  ['skipped test', /\bt\.(?:skip|todo)\s*\(|\bthis\.skip\s*\(|\bctx\.skip\s*\(|[{,]\s*["']?(?:skip|todo|ignore)["']?\s*:\s*(?!false\b)|^\s*["']?(?:skip|todo|ignore)["']?\s*:\s*(?:true|["'`])|(?<![\w.$])pending\s*\(\s*["'`)]|Skip\s*=\s*"|\b\w+(?:\.T\(\))?\.Skip(?:f|Now)?\s*\(|(?<![\w.])assum(?:e(?:True|False|That|NoException|NotNull)|ingThat)\s*\(|\btesting\.Short\s*\(/],
  ['exclusive test', /[{,]\s*["']?only["']?\s*:\s*(?!false\b)/],
  ['retried test', /\bjest\.retryTimes\s*\(|\bthis\.retries\s*\(|[{,]\s*retr(?:y|ies)\s*:\s*[1-9]|\bmark\.flaky\b|@flaky\b|@?RepeatedIfExceptions|@\s*(?:\w+\s*\.\s*)*(?:Retry(?:ingTest|Test)?|RerunFailing\w*|Flaky(?:Test)?|RetryOnFailure)\b|\bretryAnalyzer\s*=/],
];

/** Directives that make a check stricter: a change may not take them away. */
export const STRICTER: readonly Directive[] = [
  ['@ts-check', /@ts-check\b/],
  ['@flow', /@flow\b(?!\s*-)/],
  ['mypy: strict', /#\s*mypy:\s*(?:strict|disallow|warn|check)/],
  ['pyright: strict', /#\s*pyright:\s*strict/],
  ['eslint rule on', /\/\*\s*eslint\s[^\n]*?["']?:\s*(?:[12]\b|\[?\s*["']?(?:error|warn)\b)/],
  ['warnings on', /#\s*!\s*\[\s*(?:warn|deny|forbid)\s*\(/],
  ['use strict', /^\s*["']use strict["']/],
];
