#!/usr/bin/env bash
# Installs act, the runner on which `npm run test:act` runs the example workflows, into .ci/bin. Does nothing where this version is there.
set -euo pipefail
cd "$(dirname "$0")/.."

version=v0.2.89
bin=$PWD/.ci/bin

if [ "$("$bin/act" --version 2>/dev/null)" = "act version ${version#v}" ]; then
  printf 'act %s is in %s\n' "$version" "$bin"
  exit 0
fi
if ! command -v go >/dev/null; then
  printf 'act %s is built from source, and no `go` was found on PATH. Install Go 1.25 or newer, or put act %s into %s.\n' "$version" "$version" "$bin" >&2
  exit 1
fi
start=$SECONDS
mkdir -p "$bin"
GOBIN=$bin go install "github.com/nektos/act@$version"
printf 'built act %s into %s in %d s\n' "$version" "$bin" "$((SECONDS - start))"
