import type { FileEdit } from '../model/change.ts';
import type { TreeEntry } from '../ports.ts';
import type { GuardProblem } from './guard-problem.ts';
import { isTest } from './protected.ts';
import { hiddenByGo, hiddenByJava, hiddenByRust } from './shadow-compiled.ts';

/** Endings that one specifier without an ending may stand for, in whatever order a resolver tries them. */
const JAVASCRIPT = /\.(?:d\.)?(?:[cm]?[jt]sx?|json|node)$/;

/**
 * Modules of Python's standard library, and of what tests run with, that a file of the same name at the top of a search path hides
 * (docs.python.org, "Python Module Index"; those that a program is likely to import).
 */
const PYTHON_MODULES = new Set(
  ('abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cmd code codecs collections concurrent configparser contextlib contextvars copy copyreg csv ctypes dataclasses datetime '
    + 'decimal difflib dis doctest email encodings enum errno faulthandler filecmp fileinput fnmatch fractions functools gc getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib importlib '
    + 'inspect io ipaddress itertools json keyword linecache locale logging lzma marshal math mimetypes mmap multiprocessing numbers operator os pathlib pdb pickle pkgutil platform plistlib posixpath pprint profile '
    + 'pstats queue random re reprlib runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys '
    + 'sysconfig tarfile tempfile textwrap threading time timeit token tokenize tomllib trace traceback tracemalloc types typing unicodedata unittest urllib uuid venv warnings wave weakref xml xmlrpc zipfile zipimport zlib zoneinfo '
    + 'pytest _pytest pluggy iniconfig packaging exceptiongroup hypothesis coverage xdist execnet mock nose nose2 attr attrs anyio trio pytest_asyncio pytest_cov pytest_mock pytest_randomly pygments sniffio tox numpy pandas requests setuptools pkg_resources').split(' '),
);

/** New files that would be found in place of others: the tests would then judge, or run with, something else. */
export function shadowProblems(edits: readonly FileEdit[], entries: readonly TreeEntry[]): GuardProblem[] {
  const present = new Set(entries.map(({ path }) => path));
  const gone = edits.filter(({ after }) => after === null).map(({ path }) => path);
  return edits.filter(({ path, before, after }) => before === null && after !== null && !present.has(path)).flatMap(({ path, after }) => {
    const hidden = hiddenBy({ path, text: after ?? '' }, present, gone);
    return hidden === null ? [] : [{ rule: 'shadow', path, problem: hidden, remedy: 'Choose another name.' }];
  });
}

function hiddenBy({ path, text }: { readonly path: string; readonly text: string }, present: ReadonlySet<string>, gone: readonly string[]): string | null {
  switch (path.slice(path.lastIndexOf('.') + 1)) {
    case 'py':
    case 'pyi':
      return hiddenByPython(path, present);
    case 'go':
      return hiddenByGo(path, gone);
    case 'rs':
      return hiddenByRust(path, present);
    case 'java':
      return hiddenByJava(path, text, present);
    default:
      return hiddenByJavaScript(path, present);
  }
}

function hiddenByJavaScript(path: string, present: ReadonlySet<string>): string | null {
  if (!JAVASCRIPT.test(path)) return null;
  const stem = path.replace(JAVASCRIPT, '');
  const name = stem.slice(stem.lastIndexOf('/') + 1);
  for (const other of present) {
    if (JAVASCRIPT.test(other) && !other.endsWith('.json') && (other.replace(JAVASCRIPT, '') === stem || (name !== 'index' && other.replace(JAVASCRIPT, '') === `${stem}/index`))) return `an import of \`${name}\` could find it in place of \`${other}\``;
    if (name === 'index' && stem.includes('/') && other.replace(JAVASCRIPT, '') === stem.slice(0, -'/index'.length) && JAVASCRIPT.test(other)) return `an import of \`${stem.slice(0, -'/index'.length)}\` could find it in place of \`${other}\``;
  }
  return null;
}

function hiddenByPython(path: string, present: ReadonlySet<string>): string | null {
  const parts = path.replace(/\.pyi?$/, '').split('/');
  const isPackage = parts.at(-1) === '__init__';
  if (isPackage) parts.pop();
  const name = parts.at(-1) ?? '';
  const directory = parts.slice(0, -1).join('/');
  const beside = [`${parts.join('/')}.py`, `${parts.join('/')}.pyi`, `${parts.join('/')}/__init__.py`].find((other) => other !== path && present.has(other));
  if (beside !== undefined) return `an import of \`${name}\` could find it in place of \`${beside}\``;
  if (isPackage && [...present].some((other) => other.endsWith('.py') && other.slice(0, other.lastIndexOf('/')) === parts.join('/'))) {
    return `\`${parts.join('/')}\` would become a package, and its modules would be found in another way${isTest(path) ? ' by the test runner' : ''}`;
  }
  const inPackage = present.has(directory === '' ? '__init__.py' : `${directory}/__init__.py`);
  return !inPackage && PYTHON_MODULES.has(name) ? `an import of \`${name}\` would find it in place of the module of that name` : null;
}
