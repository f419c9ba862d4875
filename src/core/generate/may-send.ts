/** What of a repository may be told to a model. */
import { ignoreRules } from './ignore-rules.ts';

/** In the form of `.gitignore`, at the root of the repository, read from the base commit. */
export const SEND_IGNORE_FILE = '.selfcodingignore';

/** Whatever the file says: environments and keys, by the names that tools give them. Case does not count. */
const NEVER: readonly RegExp[] = [
  /^\.env(?:$|[.-])/, /\.env$/, /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)$/, /^id_(?:rsa|dsa|ecdsa|ed25519)/, /^\.(?:npmrc|pypirc|netrc|pgpass|htpasswd|git-credentials)$/,
  /^(?:credentials|secrets?)(?:\.(?:json|ya?ml|toml|ini|txt))?$/, /\.tfstate(?:\.backup)?$/, /\.tfvars$/,
];

/** Says of a path, relative to the repository root, whether it may be sent. `ignoreFile` is the text of `.selfcodingignore`; `null` without one. */
export function maySendFrom(ignoreFile: string | null): (path: string) => boolean {
  const ignored = ignoreFile === null ? () => false : ignoreRules(ignoreFile);
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    return !NEVER.some((pattern) => pattern.test(name)) && !ignored(path);
  };
}
