/** Where toolchains and their caches lie when they are in somebody's home, of which commands see nothing else. */
import { join } from 'node:path';

export interface ToolchainPlaces {
  /** Programs and libraries. */
  readonly read: readonly string[];
  /** Caches, written to by every command. */
  readonly write: readonly string[];
  /** Environments that a setup command installs into; other commands read them. */
  readonly install: readonly string[];
  /** Configuration that is shown unless it holds a credential. */
  readonly configuration: readonly string[];
}

/** What dependencies are fetched into, by the program that does it: made before a command runs, or what setup fetches would be gone after it. */
export interface Store {
  readonly program: string;
  readonly path: string;
}

const HOMES = [
  '.nvm', '.config/nvm', '.volta', '.fnm', '.n', '.npm-global', '.nodenv', '.bun', '.deno', '.pyenv', '.rbenv', '.rustup', '.sdkman', '.asdf', '.jenv', '.jabba', '.jdks', '.goenv', '.gvm', '.ghcup', '.dotnet',
  '.juliaup', '.opam', '.rye', '.nix-profile', '.local/state/nix', 'sdk', 'miniconda3', 'miniforge3', 'anaconda3', 'mambaforge', '.cabal/bin', '.gem', '.cargo/bin', '.cargo/env', '.local/share/gem', '.yarn/releases',
];
/** Below `XDG_DATA_HOME`. */
const DATA = ['fnm', 'uv', 'pipx', 'mise', 'rtx', 'pnpm', 'virtualenv', 'virtualenvs', 'pypoetry', 'hatch'];
/** Below `XDG_CACHE_HOME`. */
const CACHES = [
  'pip', 'uv', 'pypoetry', 'pdm', 'pre-commit', 'pylint', 'black', 'go-build', 'golangci-lint', 'staticcheck', 'yarn', 'pnpm', 'node', 'node-gyp', 'biome', 'typescript', 'turbo', 'deno', 'ms-playwright', 'puppeteer', 'Cypress',
  'electron', 'prisma', 'coursier', 'ccache', 'sccache', 'zig', 'bazel',
];
const CONFIGURATION = [
  '.gitconfig', '.config/git/config', '.config/git/ignore', '.config/git/attributes', '.npmrc', '.yarnrc', '.yarnrc.yml', '.config/pnpm/rc', '.pip/pip.conf', '.config/pip/pip.conf', '.config/uv/uv.toml', '.config/go/env', '.condarc',
  '.m2/settings.xml', '.m2/toolchains.xml', '.mavenrc', '.cargo/config.toml', '.cargo/config', '.gradle/gradle.properties', '.gradle/init.gradle', '.bazelrc', '.tool-versions', '.python-version', '.node-version',
];

const READ_VARIABLES = [
  'GOROOT', 'RUSTUP_HOME', 'JAVA_HOME', 'M2_HOME', 'MAVEN_HOME', 'GRADLE_HOME', 'ANDROID_HOME', 'ANDROID_SDK_ROOT', 'NVM_DIR', 'NVM_BIN', 'VOLTA_HOME', 'FNM_DIR', 'FNM_MULTISHELL_PATH', 'PNPM_HOME', 'PYENV_ROOT', 'RBENV_ROOT', 'GEM_HOME',
  'POETRY_HOME', 'PIPX_HOME', 'PIPX_BIN_DIR', 'UV_PYTHON_INSTALL_DIR', 'PLAYWRIGHT_BROWSERS_PATH', 'DOTNET_ROOT', 'RUNNER_TOOL_CACHE', 'AGENT_TOOLSDIRECTORY', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'NIX_SSL_CERT_FILE', 'PIP_CERT',
];
const WRITE_VARIABLES = ['GOCACHE', 'GOMODCACHE', 'CARGO_TARGET_DIR', 'PIP_CACHE_DIR', 'UV_CACHE_DIR', 'npm_config_cache', 'NPM_CONFIG_CACHE', 'YARN_CACHE_FOLDER', 'COREPACK_HOME'];
const INSTALL_VARIABLES = ['VIRTUAL_ENV', 'CONDA_PREFIX', 'pythonLocation'];

type Environment = Readonly<Record<string, string | undefined>>;

/** By default and by what the environment says. Nothing is looked up: some of it may not exist. Absolute as far as the variables are. */
export function toolchainPlaces(home: string, environment: Environment): ToolchainPlaces {
  const named = (names: readonly string[]): readonly string[] => names.flatMap((name) => environment[name] ?? []);
  const { cargo, gradle, caches, data, goPaths } = bases(home, environment);
  return {
    read: [
      ...HOMES.map((name) => join(home, name)), join(home, '.local/bin'), join(home, '.local/lib'), ...DATA.map((name) => join(data, name)), ...named(READ_VARIABLES),
      join(cargo, 'bin'), join(gradle, 'jdks'), ...goPaths.flatMap((path) => [join(path, 'bin'), join(path, 'src')]),
    ],
    write: [
      join(home, '.npm'), join(home, '.yarn/berry'), join(home, '.yarn/cache'), join(home, '.pnpm-store'), join(data, 'pnpm/store'), ...CACHES.map((name) => join(caches, name)), ...named(WRITE_VARIABLES),
      ...['registry', 'git'].map((name) => join(cargo, name)), ...['caches', 'native', 'notifications', 'wrapper', 'daemon'].map((name) => join(gradle, name)),
      join(home, '.m2/repository'), join(home, '.m2/wrapper'), join(home, '.ivy2/cache'), ...goPaths.map((path) => join(path, 'pkg')),
    ],
    install: [...named(INSTALL_VARIABLES), join(home, '.local/bin'), join(home, '.local/lib')],
    configuration: CONFIGURATION.map((name) => join(home, name)),
  };
}

export function dependencyStores(home: string, environment: Environment): readonly Store[] {
  const { cargo, gradle, caches, goPaths } = bases(home, environment);
  return [
    { program: 'go', path: environment['GOMODCACHE'] ?? join(goPaths[0]!, 'pkg/mod') },
    { program: 'go', path: environment['GOCACHE'] ?? join(caches, 'go-build') },
    { program: 'cargo', path: join(cargo, 'registry') },
    { program: 'cargo', path: join(cargo, 'git') },
    { program: 'mvn', path: join(home, '.m2/repository') },
    { program: 'gradle', path: join(gradle, 'caches') },
  ];
}

function bases(home: string, environment: Environment): Readonly<Record<'cargo' | 'gradle' | 'caches' | 'data', string>> & { readonly goPaths: readonly string[] } {
  const given = (name: string, usual: string): string => ((environment[name] ?? '') === '' ? join(home, usual) : environment[name]!);
  return {
    cargo: given('CARGO_HOME', '.cargo'), gradle: given('GRADLE_USER_HOME', '.gradle'), caches: given('XDG_CACHE_HOME', '.cache'), data: given('XDG_DATA_HOME', '.local/share'),
    goPaths: given('GOPATH', 'go').split(':').filter((path) => path !== ''),
  };
}

const CREDENTIAL = /pass(word|wd|phrase)|passwd|token|secret|credential|_auth|extraheader|api[-_]?key|private[-_]?key|:\/\/[^/\s@]*@/i;

/** True for configuration that had better not be read; in doubt true. */
export function holdsCredential(text: string): boolean {
  return CREDENTIAL.test(text);
}
