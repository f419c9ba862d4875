import type { Git } from '../core/ports.ts';
import type { LoggedCommit } from '../core/ports-log.ts';
import type { RunGit } from './git-command.ts';
import { records } from './git-objects.ts';

type History = Pick<Git, 'log' | 'commitsStarting' | 'isAncestor' | 'renames'>;

/** Reads what was committed: messages, ancestry, renames. */
export function gitHistory(run: RunGit): History {
  return {
    log: async (range, { mentions = [], paths = [], limit } = {}) => {
      const wanted = mentions.map((text) => `--grep=${text}`);
      const most = limit === undefined ? [] : [`--max-count=${limit}`];
      const args = ['log', '-z', '--no-show-signature', '--no-notes', '--no-color', '--no-mailmap', '--no-decorate', '--no-patch', '--format=%H%n%P%n%cI%n%B', '--fixed-strings', ...wanted, ...most, '--end-of-options', range];
      const { stdout } = await run([...args, '--', ...paths.map((path) => `:(top,literal)${path}`)], { bulk: true });
      return stdout.toString('utf8').split('\0').filter((entry) => entry !== '').map(parseCommit);
    },
    commitsStarting: async (prefix) => {
      const named = (await run(['rev-parse', `--disambiguate=${prefix}`])).stdout.toString('latin1').split('\n').filter((id) => id !== '');
      if (named.length === 0) return [];
      const { stdout } = await run(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input: `${named.join('\n')}\n` });
      return stdout.toString('latin1').split('\n').flatMap((line) => (line.endsWith(' commit') ? [line.split(' ')[0]!] : []));
    },
    isAncestor: async (commit, of) => (await run(['merge-base', '--is-ancestor', commit, of], { accept: [0, 1] })).code === 0,
    renames: async (from, to) => {
      const { stdout } = await run(['diff-tree', '-r', '-z', '-M', '--diff-filter=R', '--name-status', '--no-commit-id', `${from}^{tree}`, `${to}^{tree}`], { bulk: true });
      const fields = records(stdout);
      return new Map(fields.flatMap((_, at) => (at % 3 === 0 ? [[fields[at + 1]!, fields[at + 2]!] as const] : [])));
    },
  };
}

function parseCommit(entry: string): LoggedCommit {
  const [commit, parents, at, ...message] = entry.split('\n');
  return { commit: commit!, parents: parents === '' ? [] : parents!.split(' '), at: at!, message: message.join('\n') };
}
