import { SETTING_LIST } from './schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const INPUT = 'INPUT_';

/**
 * The inputs that a runner set, by the names of the settings. GitHub upper-cases names and turns blanks into
 * underscores, dashes stay; some shells cannot set a variable with a dash, so `INPUT_ACCEPT_COMMAND` counts as
 * `INPUT_ACCEPT-COMMAND`, which wins. Empty means absent. Unknown ones keep their name, in lower case with dashes.
 */
export function givenFromInputs(environment: Environment): Readonly<Record<string, string>> {
  const known = new Set<string>(SETTING_LIST.map(([name]) => name));
  const given = new Map<string, string>();
  const names = Object.keys(environment).filter((name) => name.startsWith(INPUT) && name.length > INPUT.length);
  for (const variable of names.toSorted((left, right) => left.split('_').length - right.split('_').length || (left < right ? -1 : 1))) {
    const value = environment[variable];
    if (value === undefined || value.trim() === '') continue;
    const plain = variable.slice(INPUT.length).toLowerCase();
    const name = known.has(plain) ? plain : plain.replaceAll('_', '-');
    if (!given.has(name)) given.set(name, value);
  }
  return Object.fromEntries(given);
}

/** What the command line takes from the environment: secrets, never an argument. */
export function givenFromShell(environment: Environment): Readonly<Record<string, string>> {
  const secrets = { token: environment['GITHUB_TOKEN']?.trim() ?? '', 'api-key': environment['SELF_CODING_API_KEY']?.trim() ?? '' };
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
}
