/** Systems and machines that a Go file is built for by the end of its name: all that `go/build` knows, also those that no toolchain builds for. */
export const GO_SYSTEMS: ReadonlySet<string> = new Set('aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(' '));
export const GO_MACHINES: ReadonlySet<string> = new Set(
  '386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'.split(' '),
);
