/** Names that a command may see. Toolchains find themselves through these; none of them carries a credential. */
const ALLOWED = new Set([
  'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TMP', 'TEMP', 'TERM', 'SHELL', 'CI', 'NO_COLOR', 'DISPLAY', 'EDITOR',
  'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME',
  'NODE_ENV', 'NODE_OPTIONS', 'NODE_PATH', 'NODE_EXTRA_CA_CERTS', 'NVM_DIR', 'NVM_BIN', 'NVM_INC', 'VOLTA_HOME', 'FNM_DIR', 'FNM_MULTISHELL_PATH', 'PNPM_HOME', 'COREPACK_HOME',
  'YARN_CACHE_FOLDER', 'PLAYWRIGHT_BROWSERS_PATH', 'CHROME_BIN',
  'VIRTUAL_ENV', 'PYENV_ROOT', 'PYENV_VERSION', 'PYTHONPATH', 'PYTHONHASHSEED', 'PYTHONUNBUFFERED', 'PYTHONDONTWRITEBYTECODE', 'pythonLocation', 'Python_ROOT_DIR', 'Python3_ROOT_DIR',
  'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'CONDA_EXE', 'POETRY_HOME', 'PIPX_HOME', 'PIPX_BIN_DIR', 'PIP_INDEX_URL', 'PIP_FIND_LINKS', 'PIP_CACHE_DIR', 'PIP_CERT',
  'PIP_DISABLE_PIP_VERSION_CHECK', 'UV_CACHE_DIR', 'UV_INDEX_URL', 'UV_PYTHON_INSTALL_DIR', 'TOX_OVERRIDE', 'TOX_TESTENV_PASSENV',
  'GOPATH', 'GOROOT', 'GOCACHE', 'GOMODCACHE', 'GOPROXY', 'GOFLAGS', 'GOTOOLCHAIN', 'CGO_ENABLED',
  'CARGO_HOME', 'CARGO_TARGET_DIR', 'RUSTUP_HOME', 'RUSTUP_TOOLCHAIN', 'RUSTUP_AUTO_INSTALL', 'RUST_BACKTRACE',
  'JAVA_HOME', 'M2_HOME', 'MAVEN_HOME', 'MAVEN_OPTS', 'GRADLE_HOME', 'GRADLE_USER_HOME', 'GRADLE_OPTS', 'ANDROID_HOME', 'ANDROID_SDK_ROOT', 'DOTNET_ROOT',
  'GEM_HOME', 'GEM_PATH', 'BUNDLE_PATH', 'RBENV_ROOT', 'CC', 'CXX', 'LD_LIBRARY_PATH', 'PKG_CONFIG_PATH', 'DOCKER_HOST',
  'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'NIX_SSL_CERT_FILE',
  'RUNNER_OS', 'RUNNER_ARCH', 'RUNNER_TOOL_CACHE', 'AGENT_TOOLSDIRECTORY',
]);

const ALLOWED_PATTERN = /^(LC_[A-Z]+|JAVA_HOME_\d+_\w+|GOROOT_\w+|(https?|no|all|ftp)_proxy|npm_config_(registry|cache|prefer_offline|offline|fund|audit|update_notifier))$/i;

/** Never passed, whoever asks: through these a command writes into the runner or reads the inputs and their keys. */
const REFUSED_PATTERN = /^(INPUT_.*|ACTIONS_.*|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)|RUNNER_TEMP|RUNNER_TRACKING_ID)$/i;

const URL_WITH_CREDENTIALS = /:\/\/[^/\s@]+@/;

/** True if no setting can make a command see this variable. */
export function isRefusedVariable(name: string): boolean {
  return REFUSED_PATTERN.test(name);
}

/**
 * The environment of a command: what toolchains need, plus the names in `passEnv` (unless `isRefusedVariable`). An
 * allow-listed address that carries a user name or password is left out; naming it in `passEnv` passes it.
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
    const allowed = (ALLOWED.has(name) || ALLOWED_PATTERN.test(name)) && !URL_WITH_CREDENTIALS.test(value);
    if (allowed || passed.has(name)) result[name] = value;
  }
  return result;
}
