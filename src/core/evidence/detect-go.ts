import { inDirectory, nearestTracked, NOTHING, reportFile, upwards, type DetectInput, type FoundCommand, type FoundCommands } from './detect-place.ts';
import { isBelow, withoutPlace } from './detect-projects.ts';
import { GO_VET } from './go-vet.ts';

/** What the Go module of the working directory runs; modules below it are projects of their own. */
export async function detectGo(input: DetectInput): Promise<FoundCommands> {
  const module = nearestTracked(input, ['go.mod']);
  if (module === null) return NOTHING;
  const nested = input.files.filter((path) => /(?:^|\/)go\.mod$/.test(path) && path !== module.path).map((path) => path.replace(/\/?go\.mod$/, ''));
  const own = input.files.filter((path) => path.endsWith('.go') && isBelow(path, input.workingDirectory) && !/(?:^|\/)(?:vendor|testdata|[_.][^/]*)\//.test(path) && !nested.some((directory) => directory.startsWith(module.directory) && isBelow(path, directory)));
  if (own.length === 0) return NOTHING;
  const test: FoundCommand = {
    // Older versions name what does not compile on the error stream.
    command: `go test -json ./... >${reportFile('go-test.json')} 2>&1`, plain: 'go test ./...', tool: 'go test', directory: input.workingDirectory, env: {}, why: `${module.path} is a Go module`,
    reports: [{ format: 'go-test', where: 'report-directory', pattern: 'go-test.json', required: false }],
  };
  const lint = await detectLint(input, module.path);
  return { setup: detectSetup(input, module.directory), lint: lint.lint, test: own.some((path) => path.endsWith('_test.go')) ? [test] : [], notes: lint.notes };
}

/** Asks for what the packages and their tests need, without the network: only what is missing there is downloaded. */
function detectSetup(input: DetectInput, module: string): readonly FoundCommand[] {
  const files = new Set(input.files);
  const sums = files.has(inDirectory(module, 'go.sum')) || upwards(module).some((directory) => files.has(inDirectory(directory, 'go.work.sum')));
  if (!sums || files.has(inDirectory(module, 'vendor/modules.txt'))) return [];
  const plain = 'go mod download';
  return [{
    command: `GOPROXY=off go list -deps -test ./... >/dev/null 2>&1 || ${plain}`, plain, shown: plain, tool: 'go', directory: module, reports: [], env: {},
    why: `${inDirectory(module, 'go.sum')} names modules; nothing is done if they are there`,
  }];
}

const GOLANGCI = ['yml', 'yaml', 'toml', 'json'].map((extension) => `.golangci.${extension}`);

async function detectLint(input: DetectInput, module: string): Promise<Pick<FoundCommands, 'lint' | 'notes'>> {
  const vet: FoundCommand = {
    command: `go vet -json ./... >${reportFile('go-vet.txt')} 2>&1`, plain: 'go vet ./...', tool: GO_VET, directory: input.workingDirectory, env: {}, why: `${module} is a Go module`,
    reports: [{ format: 'go-vet', where: 'report-directory', pattern: 'go-vet.txt', required: false }],
  };
  const config = nearestTracked(input, GOLANGCI);
  if (config === null) return { lint: [vet], notes: [] };
  if ((await input.onPath?.('golangci-lint')) !== true) {
    return { lint: [vet], notes: [`${config.path} configures golangci-lint, which is not installed: \`go vet\` runs instead${withoutPlace(input)}. Install it in the workflow, or set \`lint-command\`.`] };
  }
  const isSecond = /^\s*"?version"?\s*[:=]\s*["']?2/m.test((await input.read(config.path)) ?? '');
  const file = reportFile('golangci.xml');
  // Since 2.0 paths are relative to the configuration, not to where it runs.
  const absolute = config.directory === input.workingDirectory ? '' : '--path-mode=abs ';
  return {
    lint: [{
      command: isSecond ? `golangci-lint run ${absolute}--output.checkstyle.path ${file} ./...` : `golangci-lint run --out-format checkstyle ./... >${file}`, plain: 'golangci-lint run ./...', tool: 'golangci-lint',
      directory: input.workingDirectory, env: {}, why: `${config.path} configures it`, reports: [{ format: 'checkstyle', where: 'report-directory', pattern: 'golangci.xml', required: false }],
    }],
    notes: [],
  };
}
