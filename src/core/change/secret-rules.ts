import type { FileEdit } from '../model/change.ts';
import { lineChanges } from './edits.ts';
import type { GuardProblem } from './guard-problem.ts';

/** Shapes that issuers document, so that a match is a key and hardly ever anything else. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|\bPuTTY-User-Key-File-\d|\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/],
  ['AWS access key', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/],
  ['Azure storage key', /\bAccountKey=[A-Za-z0-9+/]{60,}={0,2}|\bSharedAccessKey=[A-Za-z0-9+/]{30,}={0,2}/],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/],
  ['GitLab token', /\bgl(?:pat|ptt|dt|rt|cbt|soat|ffct|imt|agent)-[\w-]{20,}/],
  ['Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/],
  ['Discord webhook', /\bdiscord(?:app)?\.com\/api\/webhooks\/\d{15,}\/[\w-]{40,}/],
  ['Telegram token', /\b\d{8,10}:AA[\w-]{33}\b/],
  ['Google key', /\bAIza[\w-]{35}\b|\bGOCSPX-[\w-]{28}\b|\bya29\.[\w-]{30,}/],
  ['model provider key', /\bsk-(?=[\w-]*\d)(?:ant-|proj-|or-|svcacct-)?[\w-]{20,}|\bgsk_[A-Za-z0-9]{40,}|\bxai-[A-Za-z0-9]{60,}|\bhf_[A-Za-z]{34}\b|\br8_[A-Za-z0-9]{37}\b|\bpplx-[A-Za-z0-9]{40,}/],
  ['Stripe key', /\b[rs]k_(?:live|test)_[A-Za-z0-9]{20,}|\bwhsec_[A-Za-z0-9]{24,}/],
  ['package registry token', /\bnpm_[A-Za-z0-9]{36}\b|\bpypi-[\w-]{50,}|\brubygems_[0-9a-f]{48}\b|\bdckr_pat_[\w-]{20,}/],
  ['mail service key', /\bSG\.[\w-]{20,}\.[\w-]{40,}|\bkey-[0-9a-f]{32}\b|\b[0-9a-f]{32}-us\d{1,2}\b|\bxkeysib-[0-9a-f]{64}/],
  ['cloud token', /\bdo[opr]_v1_[a-f0-9]{64}\b|\bdapi[0-9a-f]{32}\b|\bhvs\.[\w-]{24,}|\bpscale_(?:tkn|pw|oauth)_[\w-]{32,}|\bsbp_[a-f0-9]{40}\b|\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}|\bdp\.pt\.[A-Za-z0-9]{40,}/],
  ['service token', /\blin_api_[A-Za-z0-9]{40}\b|\bntn_[A-Za-z0-9]{40,}|\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b|\bsq0(?:atp|csp)-[\w-]{22,}|\bglsa_[A-Za-z0-9]{32}_[0-9a-f]{8}\b|\bNRAK-[A-Z0-9]{27}\b|\bsntry[su]_[\w=+/-]{40,}|\bATATT3[\w=-]{50,}|\bfigd_[\w-]{40,}|\bSK[0-9a-f]{32}\b/],
  ['JSON web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ['credential in a header', /\bauthorization\b["']?\s*[:=,]\s*["'`](?:Basic|Bearer|token)\s+[A-Za-z0-9+/=_.~-]{20,}["'`]/i],
  ['password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`$<>{}]+:(?!\*+@|password@|pass@|secret@)[^\s/@'"`$<>{}]{6,}@/i],
];

const ASSIGNED = /\b\w*(?:password|passwd|secret|api[_-]?key|access[_-]?key|access[_-]?token|auth[_-]?token|private[_-]?key)\w*["']?\s*[:=]\s*["'`]([^"'`\s]{12,})["'`]/i;

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
    if (literal !== undefined && !had.includes(literal) && isRandom(literal)) names.add('credential');
  }
  return [...names].map((name) => ({ rule: 'secret', path: edit.path, problem: `what looks like a ${name} would be added`, remedy: 'Read it from the environment; if it is real, revoke it.' }));
}

/** Words have no digits between their letters, and a template is filled in later. */
function isRandom(text: string): boolean {
  return /\d/.test(text) && /[a-z]/i.test(text) && !text.includes('${') && !/^(?:\w+:)?\/\//.test(text) && entropyOf(text) > ENTROPY;
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return -[...counts.values()].reduce((sum, count) => sum + (count / text.length) * Math.log2(count / text.length), 0);
}
