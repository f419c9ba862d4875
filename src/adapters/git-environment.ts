import { commandEnvironment } from './shell-environment.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigEntry {
  readonly key: string;
  readonly value: string;
}

/**
 * Settings that outrank the user's and the repository's. Hooks do not run: the engine's checks are the gate, and a hook
 * is repository code that would find the token in its environment.
 */
const OVERRIDES: readonly ConfigEntry[] = [
  { key: 'core.hooksPath', value: '/dev/null' },
  { key: 'core.fsmonitor', value: 'false' },
  { key: 'core.askPass', value: '' },
  { key: 'color.ui', value: 'false' },
  { key: 'gc.auto', value: '0' },
  { key: 'maintenance.auto', value: 'false' },
  { key: 'submodule.recurse', value: 'false' },
  { key: 'fetch.recurseSubmodules', value: 'false' },
  { key: 'fetch.prune', value: 'false' },
  { key: 'push.recurseSubmodules', value: 'no' },
  { key: 'push.followTags', value: 'false' },
  { key: 'push.gpgSign', value: 'false' },
  { key: 'i18n.commitEncoding', value: 'UTF-8' },
  { key: 'i18n.logOutputEncoding', value: 'UTF-8' },
];

/** Kept from the caller: identity, certificates, transport and where configuration lies. All other `GIT_*` would redirect git or leak (traces). */
const KEPT = /^GIT_(AUTHOR_(NAME|EMAIL|DATE)|COMMITTER_(NAME|EMAIL|DATE)|SSL_\w+|SSH|SSH_COMMAND|SSH_VARIANT|PROXY_SSL_\w+|HTTP_PROXY_AUTHMETHOD|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|EXEC_PATH|CEILING_DIRECTORIES)$/;

const HIDDEN = /^(INPUT_|ACTIONS_|GITHUB_TOKEN$|SSH_ASKPASS|LC_|LANGUAGE$)/i;

/**
 * The environment of every git process: never prompts, speaks English, takes no optional locks. `network`: credential
 * helpers and ssh may need any variable. Else what a command of the repository may see: a filter that one has
 * configured runs inside git.
 */
export function gitEnvironment(environment: Environment, purpose: 'local' | 'network', lowSpeedSeconds: number): Record<string, string> {
  const result: Record<string, string> = {};
  const visible = purpose === 'network' ? environment : commandEnvironment(environment, Object.keys(environment).filter((name) => KEPT.test(name)));
  for (const [name, value] of Object.entries(visible)) {
    const hidden = HIDDEN.test(name) || (name.startsWith('GIT_') && !KEPT.test(name));
    if (value !== undefined && !hidden) result[name] = value;
  }
  return withConfig(
    {
      ...result,
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '',
      GCM_INTERACTIVE: 'never',
      GIT_OPTIONAL_LOCKS: '0',
      // What is pushed are the real objects; a command must not put others in their place when files are put back.
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_PAGER: 'cat',
      GIT_EDITOR: 'true',
    },
    [...OVERRIDES, { key: 'http.lowSpeedLimit', value: '1' }, { key: 'http.lowSpeedTime', value: String(lowSpeedSeconds) }],
  );
}

/** Adds configuration through `GIT_CONFIG_COUNT`: seen by neither arguments nor files. */
export function withConfig(environment: Readonly<Record<string, string>>, entries: readonly ConfigEntry[]): Record<string, string> {
  const given = Number(environment['GIT_CONFIG_COUNT'] ?? '0');
  const count = Number.isInteger(given) && given > 0 ? given : 0;
  const result: Record<string, string> = { ...environment, GIT_CONFIG_COUNT: String(count + entries.length) };
  entries.forEach(({ key, value }, index) => {
    result[`GIT_CONFIG_KEY_${count + index}`] = key;
    result[`GIT_CONFIG_VALUE_${count + index}`] = value;
  });
  return result;
}

/**
 * Authorises requests to these addresses. The empty value drops headers that a checkout persisted: a server refuses two.
 * The whole address is the key, so that no other host, and no redirection by configuration, gets the header.
 */
export function authorisation(urls: readonly string[], token: string): readonly ConfigEntry[] {
  const entries = [...new Set(urls)].filter(isHttp).flatMap((url) => [
    { key: `http.${url}.extraheader`, value: '' },
    { key: `http.${url}.extraheader`, value: `AUTHORIZATION: basic ${basicCredentials(token)}` },
  ]);
  return entries.length === 0 ? [] : [...entries, { key: 'credential.helper', value: '' }];
}

export function basicCredentials(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}

export function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
