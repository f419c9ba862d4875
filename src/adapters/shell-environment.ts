/** Names that a command may see. Toolchains find themselves through these; none of them carries a credential. */
const ALLOWED = new Set([
  'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TMP', 'TEMP', 'TERM', 'SHELL', 'CI', 'NO_COLOR', 'DISPLAY', 'EDITOR',
  'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME',
  'NODE_ENV', 'NODE_OPTIONS', 'NODE_PATH', 'NODE_EXTRA_CA_CERTS', 'NVM_DIR', 'NVM_BIN', 'NVM_INC', 'VOLTA_HOME', 'FNM_DIR', 'FNM_MULTISHELL_PATH', 'PNPM_HOME', 'COREPACK_HOME',
  'YARN_CACHE_FOLDER', 'PLAYWRIGHT_BROWSERS_PATH', 'CHROME_BIN',
  'VIRTUAL_ENV', 'PYENV_ROOT', 'PYENV_VERSION', 'PYTHONPATH', 'PYTHONHASHSEED', 'PYTHONUNBUFFERED', 'PYTHONDONTWRITEBYTECODE', 'pythonLocation', 'Python_ROOT_DIR', 'Python3_ROOT_DIR',
  'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'CONDA_EXE', 'POETRY_HOME', 'PIPX_HOME', 'PIPX_BIN_DIR', 'PIP_INDEX_URL', 'PIP_FIND_LINKS', 'PIP_CACHE_DIR', 'PIP_CERT',
  'PIP_DISABLE_PIP_VERSION_CHECK', 'UV_CACHE_DIR', 'UV_INDEX_URL', 'UV_PYTHON_INSTALL_DIR', 'TOX_OVERRIDE', 'TOX_TESTENV_PASSENV',
  'GOPATH', 'GOROOT', 'GOBIN', 'GOCACHE', 'GOMODCACHE', 'GOENV', 'GOPROXY', 'GOPRIVATE', 'GONOPROXY', 'GONOSUMDB', 'GOSUMDB', 'GOINSECURE', 'GOVCS', 'GO111MODULE', 'GOWORK',
  'GOFLAGS', 'GOTOOLCHAIN', 'GOOS', 'GOARCH', 'GOAMD64', 'GOARM', 'GOEXPERIMENT', 'GODEBUG', 'GOMAXPROCS', 'GOLANGCI_LINT_CACHE',
  'CGO_ENABLED', 'CGO_CFLAGS', 'CGO_CPPFLAGS', 'CGO_CXXFLAGS', 'CGO_LDFLAGS',
  'CARGO_HOME', 'CARGO_TARGET_DIR', 'CARGO_INCREMENTAL', 'RUSTUP_HOME', 'RUSTUP_TOOLCHAIN', 'RUSTUP_AUTO_INSTALL', 'RUSTUP_DIST_SERVER', 'RUSTUP_UPDATE_ROOT',
  'RUSTFLAGS', 'RUSTDOCFLAGS', 'RUSTC', 'RUSTC_WRAPPER', 'RUST_BACKTRACE', 'RUST_TEST_THREADS', 'RUST_MIN_STACK', 'SCCACHE_DIR',
  'JAVA_HOME', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'M2_HOME', 'MAVEN_HOME', 'MAVEN_OPTS', 'MAVEN_ARGS', 'MAVEN_USER_HOME', 'MVNW_REPOURL',
  'GRADLE_HOME', 'GRADLE_USER_HOME', 'GRADLE_OPTS', 'JAVA_OPTS', 'KOTLIN_HOME', 'ANDROID_HOME', 'ANDROID_SDK_ROOT', 'DOTNET_ROOT',
  'GEM_HOME', 'GEM_PATH', 'BUNDLE_PATH', 'RBENV_ROOT', 'CC', 'CXX', 'LD_LIBRARY_PATH', 'PKG_CONFIG_PATH', 'DOCKER_HOST',
  'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'NIX_SSL_CERT_FILE',
  'RUNNER_OS', 'RUNNER_ARCH', 'RUNNER_TOOL_CACHE', 'AGENT_TOOLSDIRECTORY',
]);

const ALLOWED_PATTERN = /^(LC_[A-Z]+|JAVA_HOME_\d+_\w+|GOROOT_\w+|CARGO_(NET|TERM|BUILD|HTTP|PROFILE)_\w+|CARGO_REGISTRIES_\w+_INDEX|CARGO_TARGET_\w+_(LINKER|RUNNER|RUSTFLAGS)|(https?|no|all|ftp)_proxy|npm_config_(registry|cache|prefer_offline|offline|fund|audit|update_notifier))$/i;

/** Never passed, whoever asks: through these a command writes into the runner or reads the inputs and their keys. */
const REFUSED_PATTERN = /^(INPUT_.*|ACTIONS_.*|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)|RUNNER_TEMP|RUNNER_TRACKING_ID)$/i;

/** Options of programs may carry a credential on the line, as `-Dpassword=…` does. */
const OPTIONS = /^(?:MAVEN_(?:OPTS|ARGS)|GRADLE_OPTS|JAVA_(?:TOOL_)?OPTIONS|JDK_JAVA_OPTIONS|JAVA_OPTS|GOFLAGS)$/;
const CREDENTIAL_OPTION = /-[DP]?[\w.-]*(?:password|passphrase|passwd|secret|token|apikey|api-key|credential)[\w.-]*[= ]\S/i;

const URL_WITH_CREDENTIALS = /:\/\/[^/\s@]+@/;

/** True if no setting can make a command see this variable. */
export function isRefusedVariable(name: string): boolean {
  return REFUSED_PATTERN.test(name);
}

/**
 * The environment of a command: what toolchains need, plus the names in `passEnv` (unless `isRefusedVariable`). An
 * allow-listed address or list of options that carries a credential is left out; naming it in `passEnv` passes it.
 */
export function commandEnvironment(environment: Readonly<Record<string, string | undefined>>, passEnv: readonly string[]): Record<string, string> {
  const passed = new Set(passEnv);
  const result: Record<string, string> = {
    // A compiled file is trusted by size and whole seconds: one left by a candidate could be run in place of the base.
    PYTHONDONTWRITEBYTECODE: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || isRefusedVariable(name)) continue;
    const allowed = (ALLOWED.has(name) || ALLOWED_PATTERN.test(name)) && !URL_WITH_CREDENTIALS.test(value) && !(OPTIONS.test(name) && CREDENTIAL_OPTION.test(value));
    if (allowed || passed.has(name)) result[name] = value;
  }
  return result;
}
