// The steps of a release that can go wrong, as commands that anyone can try: .github/workflows/release.yml only strings them together.
//   node scripts/release.mjs verify <version>      everything that must hold before a tag exists; prints all that does not
//   node scripts/release.mjs notes <version>       the changelog's section, for the release page
//   node scripts/release.mjs checksums             SHA-256 of every file of dist and of action.yml, as `sha256sum --check` reads it
//   node scripts/release.mjs tag <version>         makes and pushes the tag, then moves the major one to it
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [command, version = ''] = process.argv.slice(2);

/** Run in the repository that the command was started in. */
const git = (...args) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

/** The text under `## 1.2.3` or `## 1.2.3 - 2026-01-31`, up to the next heading of that level; `null` if there is none. */
function sectionOf(changelog, wanted) {
  const lines = changelog.split('\n');
  const first = lines.findIndex((line) => line === `## ${wanted}` || line.startsWith(`## ${wanted} `));
  if (first === -1) return null;
  const rest = lines.slice(first + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  return rest.slice(0, end === -1 ? rest.length : end).join('\n').trim();
}

/** All that is wrong with releasing this commit under this version, each with what to do. */
function problems() {
  const found = [];
  const form = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (form === null) found.push(`version ${JSON.stringify(version)} is not of the form 1.2.3: give a version without "v", without a suffix`);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  if (manifest.version !== version) found.push(`package.json says ${manifest.version}, not ${version}: run \`npm version --no-git-tag-version ${version}\` and commit`);
  const notes = sectionOf(readFileSync('CHANGELOG.md', 'utf8'), version);
  if (notes === null || notes === '') found.push(`CHANGELOG.md has no section "## ${version}" with text in it: rename "Unreleased"`);
  const changed = git('status', '--porcelain', '--', 'dist');
  if (changed !== '') found.push(`dist is not what the sources build: run \`npm run build\` and commit\n${changed}`);
  if (form !== null && git('ls-remote', '--tags', 'origin', `refs/tags/v${version}`) !== '') found.push(`tag v${version} exists already: tags of releases never move, take the next version`);
  if (git('rev-parse', 'HEAD') !== git('ls-remote', 'origin', 'refs/heads/main').split('\t')[0]) found.push('this commit is not the head of main: release from main only');
  return found;
}

function verify() {
  const found = problems();
  for (const problem of found) process.stderr.write(`- ${problem}\n`);
  if (found.length === 0) process.stdout.write(`${version} can be released from ${git('rev-parse', '--short', 'HEAD')}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

function checksums() {
  const files = readdirSync('dist', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of ['action.yml', ...files].sort()) process.stdout.write(`${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path}\n`);
}

function notes() {
  const section = sectionOf(readFileSync('CHANGELOG.md', 'utf8'), version);
  if (section === null) throw new Error(`CHANGELOG.md has no section "## ${version}".`);
  process.stdout.write(`${section}\n`);
}

/** The version's own tag first and never by force; users of the major tag get the release only once that one is there. */
function tag() {
  const major = `v${version.split('.')[0]}`;
  const head = git('rev-parse', 'HEAD');
  git('push', '--quiet', 'origin', `${head}:refs/tags/v${version}`);
  git('push', '--quiet', '--force', 'origin', `${head}:refs/tags/${major}`);
  process.stdout.write(`v${version} and ${major} are ${head}\n`);
}

const COMMANDS = { verify, checksums, notes, tag };
if (COMMANDS[command] === undefined) {
  process.stderr.write(`release: "${command ?? ''}" is not one of ${Object.keys(COMMANDS).join(', ')}\n`);
  process.exitCode = 1;
} else COMMANDS[command]();
