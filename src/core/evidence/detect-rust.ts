import { inDirectory, nearestTracked, NOTHING, reportFile, upwards, type DetectInput, type FoundCommand, type FoundCommands } from './detect-place.ts';
import { readToml } from './detect-toml.ts';

/** What the package or workspace of the working directory runs. */
export async function detectRust(input: DetectInput): Promise<FoundCommands> {
  const own = inDirectory(input.workingDirectory, 'Cargo.toml');
  const text = await input.read(own);
  if (text === null) return NOTHING;
  const tables = readToml(text);
  const lock = nearestTracked(input, ['Cargo.lock']);
  const flags = [...([...tables.keys()].some((name) => name === 'workspace' || name.startsWith('workspace.')) ? ['--workspace'] : []), ...(lock === null ? [] : ['--locked'])];
  const common = { directory: input.workingDirectory, env: { CARGO_TERM_COLOR: 'never', CARGO_TERM_QUIET: 'false' } };
  const needs = [...tables].some(([name, table]) => /(?:^|\.)(?:dev-|build-)?dependencies(?:$|\.)/.test(name) && (table.size > 0 || !/dependencies$/.test(name)));
  const setup = await detectSetup(input, lock?.path ?? null, needs);
  const test = (await nextest(input, flags, own)) ?? {
    // What does not compile is told on the error stream, and so are the names of the binaries.
    ...common, command: `${line('cargo test', [...flags, '--no-fail-fast'])} >${reportFile('libtest.txt')} 2>&1`, plain: line('cargo test', flags), tool: 'cargo test', why: `${own} is a Cargo manifest`,
    reports: [{ format: 'libtest' as const, where: 'report-directory' as const, pattern: 'libtest.txt', required: false }],
  };
  return { setup: setup === null ? [] : [{ ...common, ...setup }], lint: [{ ...common, ...(await detectLint(input, flags, own)) }], test: [test], notes: await unignored(input) };
}

/** What a command leaves unignored is removed after it, and what Cargo compiled with it. */
async function unignored(input: DetectInput): Promise<readonly string[]> {
  const files = new Set(input.files);
  const lists = await Promise.all(upwards(input.workingDirectory).map((directory) => inDirectory(directory, '.gitignore')).filter((path) => files.has(path)).map((path) => input.read(path)));
  if (lists.some((text) => /^\/?(?:.*\/)?(?:target|\*)(?:\/\**)?\s*$/m.test(text ?? ''))) return [];
  return [`${inDirectory(input.workingDirectory, 'target')} is not in .gitignore: it is removed after every command, so each one compiles everything anew. Add it to .gitignore.`];
}

function line(program: string, flags: readonly string[]): string {
  return [program, ...flags].join(' ');
}

type Words = Omit<FoundCommand, 'directory' | 'env'>;

/** Without the network first: only what is missing is fetched. A lockfile that is not tracked is made once, or every command would choose versions anew. */
async function detectSetup(input: DetectInput, lock: string | null, needs: boolean): Promise<Words | null> {
  if (lock === null ? !needs : !/^source\s*=/m.test((await input.read(lock)) ?? '')) return null;
  const plain = line('cargo fetch', lock === null ? [] : ['--locked']);
  return {
    command: `${plain} --offline >/dev/null 2>&1 || ${plain}`, plain, shown: plain, tool: 'cargo', reports: [],
    why: `${lock ?? inDirectory(input.workingDirectory, 'Cargo.toml')} names packages; nothing is done if they are there`,
  };
}

/** rustup puts `cargo-clippy` on the path whether or not Clippy is installed: asking it tells. */
async function detectLint({ onPath }: DetectInput, flags: readonly string[], manifest: string): Promise<Words> {
  const possible = onPath === undefined || (await onPath('cargo-clippy'));
  const words = [...flags, '--all-targets'].join(' ');
  const run = (verb: string): string => `cargo ${verb} ${words} --keep-going --message-format=json >${reportFile('cargo.json')} 2>&1`;
  return {
    command: possible ? `verb=clippy; cargo clippy --version >/dev/null 2>&1 || verb=check; ${run('"$verb"')}` : run('check'), plain: `cargo ${possible ? 'clippy' : 'check'} ${words}`,
    tool: 'clippy', why: `${manifest} is a Cargo manifest${possible ? '' : '; Clippy is not installed'}`,
    reports: [{ format: 'rustc', where: 'report-directory', pattern: 'cargo.json', required: false }],
  };
}

/** Only where its configuration asks for JUnit, and it is installed: a profile cannot be made from the command line. */
async function nextest(input: DetectInput, flags: readonly string[], manifest: string): Promise<FoundCommand | null> {
  const config = nearestTracked(input, ['.config/nextest.toml']);
  if (config === null || (await input.onPath?.('cargo-nextest')) !== true) return null;
  const path = readToml((await input.read(config.path)) ?? '').get('profile.default.junit')?.get('path');
  if (typeof path !== 'string' || config.directory !== input.workingDirectory) return null;
  const plain = line('cargo nextest run', flags);
  return {
    command: `${plain} --no-fail-fast`, plain, tool: 'cargo nextest', directory: input.workingDirectory, env: { CARGO_TERM_COLOR: 'never' }, why: `${config.path} asks for JUnit; ${manifest}`,
    reports: [{ format: 'junit', where: 'working-directory', pattern: `target/nextest/default/${path}`, required: false }],
  };
}
