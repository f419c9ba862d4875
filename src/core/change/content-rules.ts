import type { FileEdit } from '../model/change.ts';
import { lineChanges } from './edits.ts';
import type { GuardProblem } from './guard-problem.ts';

/** Shapes that issuers document, so that a match is a key and hardly ever anything else. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['AWS access key', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/],
  ['GitLab token', /\bgl(?:pat|ptt|dt|rt|cbt)-[\w-]{20,}/],
  ['Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/],
  ['Google key', /\bAIza[\w-]{35}\b|\bGOCSPX-[\w-]{28}\b/],
  ['model provider key', /\bsk-(?:ant-|proj-|or-|svcacct-)?[\w-]{20,}/],
  ['Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,}/],
  ['package registry token', /\bnpm_[A-Za-z0-9]{36}\b|\bpypi-[\w-]{50,}/],
  ['JSON web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ['password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`$<>{}]+:(?!\*+@|password@|pass@|secret@)[^\s/@'"`$<>{}]{6,}@/i],
];

const ASSIGNED = /\b\w*(?:password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token|private[_-]?key)\w*["']?\s*[:=]\s*["'`]([^"'`\s]{12,})["'`]/i;

/** Bits of Shannon entropy per character above which a literal given to something called a password is taken for a real one. */
const ENTROPY = 3.6;

/** Credentials in lines that an edit adds. */
export function secretProblems(edit: FileEdit): GuardProblem[] {
  if (edit.after === null) return [];
  const had = edit.before ?? '';
  const names = new Set<string>();
  for (const line of lineChanges(edit).addedLines) {
    for (const [name, pattern] of SECRETS) {
      const match = pattern.exec(line);
      if (match !== null && !had.includes(match[0])) names.add(name);
    }
    const literal = ASSIGNED.exec(line)?.[1];
    if (literal !== undefined && !had.includes(literal) && entropyOf(literal) > ENTROPY) names.add('credential');
  }
  return [...names].map((name) => ({ rule: 'secret', path: edit.path, problem: `what looks like a ${name} would be added`, remedy: 'Read it from the environment; if it is real, revoke it.' }));
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return -[...counts.values()].reduce((sum, count) => sum + (count / text.length) * Math.log2(count / text.length), 0);
}

const RISKS: readonly (readonly [string, RegExp])[] = [
  ['eval', /\beval\s*\(|\bnew\s+Function\s*\(|\bFunction\s*\(\s*["'`]|\bvm\.(?:run|Script|compile)|["'`](?:node:)?vm["'`]|\bexec\s*\(\s*(?:compile|open|f?["'])|\b__import__\s*\(|\bset(?:Timeout|Interval)\s*\(\s*["'`]|\bimportlib\.import_module\b/],
  ['shell', /["'`](?:node:)?child_process["'`]|\b(?:exec|spawn|fork)(?:File)?Sync\s*\(|\b(?:child_process|cp)\.\w+\s*\(|\bimport\s+subprocess\b|\bfrom\s+subprocess\b|\bsubprocess\.\w+|\bos\.(?:system|popen|exec\w*|spawn\w*)\s*\(|\bpty\.spawn\b|["'`](?:execa|shelljs|cross-spawn|zx)["'`]/],
  ['network', /\bfetch\s*\(|\bXMLHttpRequest\b|\bnew\s+(?:WebSocket|EventSource)\b|\bsendBeacon\s*\(|["'`](?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?["'`]|["'`](?:axios|got|undici|node-fetch|ky|superagent|ws)["'`]|\b(?:import|from)\s+(?:requests|httpx|aiohttp|urllib|urllib3|socket|http\.client|ftplib|smtplib|telnetlib|paramiko)\b|\b(?:requests|httpx)\.(?:get|post|put|patch|delete|request|head)\s*\(|\burllib\.request\b|\bsocket\.\w+\s*\(/],
  ['deserialisation', /\b(?:c?[pP]ickle|_pickle|dill|cloudpickle|marshal|shelve|jsonpickle|joblib)\b\s*(?:\.(?:loads?|Unpickler|open|decode)\b|import|$)|\bfrom\s+(?:pickle|dill|cloudpickle|marshal|shelve|jsonpickle|joblib)\s+import\b|\bimport\s+(?:pickle|dill|cloudpickle|marshal|shelve|jsonpickle|joblib)\b|\byaml\.(?:unsafe_load|full_load|load)\s*\((?![^)\n]*Safe)|\bv8\.deserialize\s*\(|["'`](?:node-serialize|serialize-javascript|funcster)["'`]|\bunserialize\s*\(/],
];

/** `<what> added in <path>` for eval, shell, network and deserialisation in added lines: not wrong, but for a human to see. */
export function riskFlags(edits: readonly FileEdit[]): string[] {
  return edits.flatMap((edit) => {
    const { addedLines, removedLines } = lineChanges(edit);
    return RISKS.filter(([, pattern]) => addedLines.filter((line) => pattern.test(line)).length > removedLines.filter((line) => pattern.test(line)).length).map(
      ([name]) => `${name} added in ${edit.path}`,
    );
  });
}
