/** What counts as nothing new, with a real log and a clock that can be set. */
import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { openLedger } from '../../src/core/history/ledger.ts';
import { PatchHistoryDB } from '../../src/core/history/patch-history.ts';
import type { PullRequestBody } from '../../src/core/history/bodies.ts';
import type { Session } from '../../src/run/session.ts';
import { DUE_AFTER_DAYS, runBody, settledBy, type Ending } from '../../src/run/settled.ts';

const START = Date.parse('2026-05-01T03:00:00Z');
const DAY_MS = 86_400_000;
const OPEN: PullRequestBody = { patchId: 'p', taskId: 't', kind: 'extract', fingerprint: 'f', branch: 'self-coding/t', number: 7, url: 'https://example.com/7', state: 'open', base: 'b', head: 'h' };
const END: Ending = { finished: true, waiting: 0, flaked: 0, report: { engine: '1', mode: 'run', environment: 'here', attempts: [], baseline: null, failure: null, warnings: [], spending: null, durationMs: 5 } as unknown as Ending['report'] };

interface World {
  readonly session: (more?: Readonly<Record<string, unknown>>) => Session;
  readonly history: PatchHistoryDB;
  now: number;
  /** Pull requests that the forge lists; `null`: no forge. */
  listed: readonly { readonly number: number; readonly head: string }[] | null;
}

async function world(): Promise<World> {
  const made = { now: START, listed: null } as { -readonly [Key in keyof World]: World[Key] };
  let ids = 0;
  const clock = { now: () => new Date(made.now), monotonicMs: () => 0 };
  const opening = openLedger((await createDatabaseFactory()).open(), { clock, random: { id: () => String(ids += 1).padStart(26, '0') } });
  if (opening.type !== 'ledger') throw new Error(opening.reason);
  made.history = new PatchHistoryDB(opening.ledger);
  made.session = (more = {}) => ({
    settings: { mode: 'run', prompt: null, threshold: 0.5, replayFile: null, state: { directory: '' }, pullRequest: { branchPrefix: 'self-coding/' }, ...more },
    ports: {
      clock, environment: 'here', engineVersion: '1', generator: null, cancelled: { aborted: false },
      forge: made.listed === null ? null : { openWith: () => Promise.resolve({ type: 'done', value: made.listed }) },
    },
    survey: { head: { commit: 'c', ref: 'refs/heads/main' } }, toolchain: { lint: [], test: [] }, deadlineMs: 1,
    state: { history: made.history, flakesOnBase: () => new Set() },
  }) as unknown as Session;
  return made;
}

async function end(here: World, ending: Partial<Ending> = {}): Promise<void> {
  here.history.recordRun(await runBody({ ...END, ...ending }, here.session()));
}

test('the same once more is settled, and says since when and until when', async () => {
  const here = await world();
  expect(await settledBy(here.session())).toBeNull();
  await end(here);
  here.now += 3 * DAY_MS;
  expect(await settledBy(here.session())).toEqual({ since: '2026-05-01T03:00:00.000Z', due: '2026-05-08T03:00:00.000Z', open: [] });
  expect(await settledBy(here.session({ threshold: 0.4 }))).toBeNull();
  expect(await settledBy(here.session({ prompt: 'do it' }))).toBeNull();
  expect(await settledBy(here.session({ mode: 'refactor-worst' }))).toBeNull();
});

test('after a week it is looked at again; a date in the future settles nothing', async () => {
  const here = await world();
  await end(here);
  here.now = START + DUE_AFTER_DAYS * DAY_MS - 1;
  expect(await settledBy(here.session())).not.toBeNull();
  here.now += 1;
  expect(await settledBy(here.session())).toBeNull();
  here.now = START - 1;
  expect(await settledBy(here.session())).toBeNull();
});

test.each<[string, Partial<Ending>]>([
  ['an error', { finished: false }], ['work that is left', { waiting: 1 }], ['a flake', { flaked: 1 }],
  ['a warning', { report: { ...END.report, warnings: ['setup failed'] } }],
  ['a spent budget', { report: { ...END.report, spending: { ended: 'the budget is spent', tokens: 0, cost: 0 } as unknown as typeof END.report.spending } }],
  ['something kept', { report: { ...END.report, attempts: [{ outcome: 'kept', tokens: 0, cost: 0 }] as unknown as typeof END.report.attempts } }],
  ['a check that did not complete', { report: { ...END.report, baseline: { evidence: { checks: [{ status: 'timed-out' }] } } as unknown as typeof END.report.baseline } }],
])('%s settles nothing, also where an earlier run had settled it', async (_, ending) => {
  const here = await world();
  await end(here);
  await end(here, ending);
  expect(await settledBy(here.session())).toBeNull();
  await end(here);
  expect(await settledBy(here.session())).not.toBeNull();
});

test('runs with other settings in between change nothing; attempts that they made do', async () => {
  const here = await world();
  await end(here);
  here.history.recordRun(await runBody(END, here.session({ threshold: 0.4 })));
  expect(await settledBy(here.session())).not.toBeNull();
  here.history.landed('p', 'somewhere');
  expect(await settledBy(here.session())).toBeNull();
});

test('an open pull request is asked after: only if it stands as it stood is nothing new', async () => {
  const here = await world();
  here.history.ledger.append('pull-request', OPEN);
  await end(here);
  expect(await settledBy(here.session())).toBeNull();
  here.listed = [{ number: 7, head: 'h' }];
  expect(await settledBy(here.session())).not.toBeNull();
  for (const listed of [[], [{ number: 7, head: 'pushed by a person' }], [{ number: 7, head: 'h' }, { number: 8, head: 'i' }]]) {
    here.listed = listed;
    expect(await settledBy(here.session())).toBeNull();
  }
  here.history.ledger.append('pull-request', { ...OPEN, state: 'closed' });
  await end(here);
  here.listed = null;
  expect(await settledBy(here.session())).not.toBeNull();
});
