/** The adapters of a run: the only place that knows which port is served by what. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cachePathFor, createCacheStore } from './adapters/cache.ts';
import { createRandom, systemClock } from './adapters/clock.ts';
import { createDatabaseFactory } from './adapters/database.ts';
import { createDirectoryStore } from './adapters/directory.ts';
import { createFiles } from './adapters/files.ts';
import { createForge } from './adapters/forge.ts';
import { apiAddresses, repositoryOf } from './adapters/forge-link.ts';
import { createRecording } from './adapters/recording.ts';
import { openEndpointMemory } from './adapters/model-memory.ts';
import { createTransport } from './adapters/model-transport.ts';
import { createModel } from './adapters/model.ts';
import { createReplay } from './adapters/replay.ts';
import { gitDirectories, openSandbox, type Confinement } from './adapters/sandbox.ts';
import { createShell, type SystemShell } from './adapters/shell.ts';
import { openDatabaseFile } from './adapters/state-database.ts';
import { clearPending, keepPending, type PendingState } from './adapters/state-pending.ts';
import { factsOnAllCores } from './adapters/index-workers.ts';
import { createSyntax } from './adapters/syntax.ts';
import { createWorkspace } from './adapters/workspace.ts';
import { safetyMonitor } from './core/change/guard.ts';
import { TrendPredictor } from './core/judge/trend-predictor.ts';
import { extract } from './core/kinds/extract.ts';
import { helper } from './core/kinds/helper.ts';
import type { Kind } from './core/kinds/kind.ts';
import { refactor } from './core/kinds/refactor.ts';
import { suppressions } from './core/kinds/suppressions.ts';
import { CodeDb } from './core/knowledge/code-db.ts';
import { isPlaceholder } from './core/knowledge/redact.ts';
import type { DatabaseFactory, StateStore } from './core/ports.ts';
import type { Forge } from './core/ports-forge.ts';
import type { RunPorts } from './run/session.ts';
import { environmentLabel, type Place, type Surroundings } from './wiring-place.ts';

export const ENGINE_VERSION = '0.1.0';

/** Every kind that the engine knows; order breaks ties between equal gains. */
export const KINDS: readonly Kind[] = [helper, extract, suppressions, refactor];

/** Per stream of a command; its middle is dropped. */
const OUTPUT_LIMIT_BYTES = 8 * 1024 * 1024;

/** Name under which `main` leaves the marker of unsaved state for `post`. */
export const PENDING_MARKER = 'pending-state';

/** One per process: ids of one process are in the order in which they were made. */
const random = createRandom(systemClock);

export interface OpenPorts {
  readonly ports: RunPorts;
  /** Kills what still runs and removes temporary files. */
  readonly dispose: () => Promise<void>;
}

export async function openPorts(surroundings: Surroundings, place: Place): Promise<OpenPorts> {
  const { environment, reporter, cancelled } = surroundings;
  const { settings, token, apiKey } = place.read;
  const { shell, ...surrounded } = await openShell(surroundings, place);
  const files = createFiles({ temporaryBase: environment['RUNNER_TEMP'] ?? tmpdir() });
  const databases = await createDatabaseFactory();
  const facts = await openFacts(place);
  cancelled.addEventListener('abort', shell.killAll);
  const workspace = await createWorkspace({ git: place.git, clock: systemClock });
  const ports: RunPorts = {
    shell, files, databases, facts, reporter, cancelled,
    clock: systemClock,
    random,
    git: place.git,
    workspace,
    ...openSyntax(),
    ...await openModel(surroundings, place),
    recording: settings.recordAnswers === null ? null : await createRecording(settings.recordAnswers, systemClock.now()),
    forge: openForge(surroundings, place),
    ref: environment['GITHUB_REF'] ?? null,
    store: forgettingPending(namingZstd(openStore(surroundings, place, databases), surroundings, place), surroundings, place),
    checkpoint: checkpointFor(surroundings, place),
    history: null, memory: null,
    predictor: new TrendPredictor(),
    safetyMonitor,
    secrets: [token, apiKey === null || isPlaceholder(apiKey.trim()) ? null : apiKey].filter((secret) => secret !== null),
    kinds: KINDS,
    onPath: (program) => Promise.resolve(findOnPath(program, environment['PATH'] ?? '')),
    ...surrounded,
    engineVersion: ENGINE_VERSION,
  };
  const dispose = async (): Promise<void> => {
    cancelled.removeEventListener('abort', shell.killAll);
    shell.killAll();
    await workspace.close();
    await facts.save();
    await files.dispose();
  };
  return { ports, dispose };
}

async function openShell(surroundings: Surroundings, place: Place): Promise<{ readonly shell: SystemShell } & Pick<RunPorts, 'environment' | 'sandbox'>> {
  const { environment, cancelled } = surroundings;
  const confinement = await confine(surroundings, place);
  return {
    shell: createShell({ environment, passEnv: place.read.settings.passEnv, outputLimitBytes: OUTPUT_LIMIT_BYTES, cancelled, confinement }),
    // What runs in a box is slower, and may fail where it would not outside.
    environment: `${environmentLabel(environment)}${confinement === null ? '' : ' in bubblewrap'}`,
    sandbox: confinement?.name ?? null,
  };
}

/** `null`: commands run as they are. Throws `ConfigError` where the box that was asked for cannot be had. */
async function confine({ environment, directory }: Surroundings, { git, own, read: { settings } }: Place): Promise<Confinement | null> {
  if (settings.sandbox === 'none') return null;
  const [config, head] = await Promise.all([git.gitPath('config'), git.gitPath('HEAD')]);
  const hidden = [own, join(dirname(config), 'self-coding'), join(directory, '.self-coding'), settings.state.directory, settings.recordsDirectory, settings.recordAnswers].filter((path) => path !== null);
  return openSandbox({ root: git.root, gitDirectories: gitDirectories(git.root, { config, head }), hidden, environment });
}

function openSyntax(): Pick<RunPorts, 'syntax' | 'factsReader'> {
  const syntax = createSyntax();
  return { syntax, factsReader: factsOnAllCores({ syntax }) };
}

/** `null`: no token, or nothing says where pull requests are opened. Asks nothing yet. */
function openForge({ environment, cancelled }: Surroundings, { git, read }: Place): Forge | null {
  const { token, apiKey } = read;
  const serverUrl = environment['GITHUB_SERVER_URL']?.trim() || 'https://github.com';
  const repository = repositoryOf({ given: environment['GITHUB_REPOSITORY'], remoteUrl: git.origin, serverUrl });
  if (token === null || token === '' || repository === null) return null;
  const addresses = apiAddresses(serverUrl, { apiUrl: environment['GITHUB_API_URL'], graphqlUrl: environment['GITHUB_GRAPHQL_URL'] });
  return createForge({ repository, token, serverUrl, ...addresses, secrets: apiKey === null ? [] : [apiKey], clock: systemClock, cancelled, engineVersion: ENGINE_VERSION });
}

async function openFacts({ own }: Place): Promise<CodeDb> {
  const { database, save } = await openDatabaseFile(join(own, 'code.db'), { clock: systemClock });
  return new CodeDb(database, save);
}

/** Recorded answers go before a model; the endpoint can be checked either way. */
async function openModel({ environment, cancelled }: Surroundings, { own, read }: Place): Promise<Pick<RunPorts, 'generator' | 'endpoint'>> {
  const { settings: { model, replayFile }, apiKey } = read;
  const replay = replayFile === null ? null : await createReplay(replayFile);
  if (model === null || apiKey === null) return { generator: replay, endpoint: null };
  const memory = await openEndpointMemory({ path: join(own, 'endpoints.json'), baseUrl: model.baseUrl, model: model.name, clock: systemClock });
  const { generator, endpoint } = createModel({ settings: model, apiKey, cancelled, clock: systemClock, memory, transport: createTransport(environment) });
  return { generator: replay ?? generator, endpoint };
}

/** Remembers nothing. */
export const NO_STORE: StateStore = {
  restore: () => Promise.resolve({ status: 'empty', bytes: null, source: null, note: 'no store' }),
  save: () => Promise.resolve({ type: 'saved', to: 'nowhere: no store is set' }),
};

export function openStore({ environment, directory }: Surroundings, place: Place, factory: DatabaseFactory): StateStore {
  const { state } = place.read.settings;
  const common = { factory, maxBytes: state.maxBytes, engine: ENGINE_VERSION, clock: systemClock };
  switch (state.store) {
    case 'cache':
      return createCacheStore({
        ...common,
        workspace: directory,
        path: cachePathFor(directory, dirname(place.own)),
        os: environment['RUNNER_OS'] ?? process.platform,
        ref: environment['GITHUB_REF'] ?? 'no-ref',
        runId: environment['GITHUB_RUN_ID'] ?? '0',
        runAttempt: environment['GITHUB_RUN_ATTEMPT'] ?? '1',
        environment,
        random,
      });
    case 'directory':
      return createDirectoryStore({ ...common, directory: state.directory });
    case 'none':
      return NO_STORE;
    default:
      return state.store satisfies never;
  }
}

export function pendingState({ own, read }: Place): PendingState {
  return { path: join(own, 'pending.db'), maxBytes: read.settings.state.maxBytes };
}

/** On a runner `post` saves what a killed `main` could not; at a shell the directory itself is the checkpoint. */
function checkpointFor({ runner }: Surroundings, place: Place): RunPorts['checkpoint'] {
  if (runner === null || place.read.settings.state.store === 'none') return () => Promise.resolve();
  return async (bytes) => { runner.saveForPost(PENDING_MARKER, await keepPending(pendingState(place), bytes)); };
}

/** Archives with and without zstd are different entries to the Actions cache: neither kind of job finds what the other saved. */
function namingZstd(store: StateStore, { environment, reporter }: Surroundings, place: Place): StateStore {
  if (place.read.settings.state.store !== 'cache' || findOnPath('zstd', environment['PATH'] ?? '')) return store;
  const restore: StateStore['restore'] = async () => {
    const restored = await store.restore();
    if (restored.status === 'empty') reporter.info('zstd was not found on PATH: state that a job with zstd has saved cannot be seen here, nor the other way round. Install zstd in the image of the job.');
    return restored;
  };
  return { ...store, restore };
}

/** What `main` has saved, `post` need not. */
function forgettingPending(store: StateStore, { runner }: Surroundings, place: Place): StateStore {
  if (runner === null) return store;
  const save: StateStore['save'] = async (bytes) => {
    const saved = await store.save(bytes);
    if (saved.type === 'saved') runner.saveForPost(PENDING_MARKER, await clearPending(pendingState(place)));
    return saved;
  };
  return { ...store, save };
}

export function findOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((directory) => directory !== '' && existsSync(join(directory, program)));
}
