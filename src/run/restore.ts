/** Brings back what earlier runs remember. Whatever is wrong with it is said, set aside and never trusted. */
import { InfrastructureError } from '../core/errors.ts';
import { openLedger, readState } from '../core/history/ledger.ts';
import { LOST } from '../core/history/spending.ts';
import { PatchHistoryDB } from '../core/history/patch-history.ts';
import { GptMemory } from '../core/knowledge/memory.ts';
import type { Settings } from '../core/model/settings.ts';
import type { RestoredState } from '../core/ports.ts';
import { openState, type State } from './state.ts';
import type { RunPorts } from './session.ts';
import type { Story } from './story.ts';

/** Opens an empty log and joins what the store gives to it. Throws `InfrastructureError` only where not even an empty log can be opened. */
export async function restoreState(settings: Settings, ports: RunPorts, story: Story): Promise<State> {
  const restored = settings.state.store === 'none' ? null : await ports.store.restore();
  const opening = openLedger(ports.databases.open(), { clock: ports.clock, random: ports.random });
  if (opening.type !== 'ledger') throw new InfrastructureError(`an empty event log could not be opened: ${opening.reason}`, 'This is a defect of the engine: please report it.');
  const { ledger } = opening;
  if (restored?.bytes != null) {
    const reading = readState(ports.databases, restored.bytes);
    if (reading.type === 'rows') ledger.merge(reading.rows);
  }
  const spendingUnknown = unknownSpending(restored, ports);
  const state = openState({
    spendingUnknown, history: ports.history ?? new PatchHistoryDB(ledger), memory: ports.memory ?? new GptMemory(ledger, { secrets: ports.secrets }), now: () => ports.clock.now(), environment: ports.environment,
  });
  // The next run will find a sound log without the calls that this one misses: the gap must stay visible for as long as they would count.
  if (isLost(restored) && asksForMoney(ports)) state.history.ledger.append('call', { model: '', tokens: 0, cost: null, durationMs: 0, outcome: LOST });
  const entries = state.history.entries();
  story.restored({
    status: restored?.status ?? 'off',
    source: restored?.source ?? null,
    note: restored === null || (restored.status === 'restored' && restored.isFallback !== true) || restored.status === 'empty' ? '' : restored.note,
    attempts: entries.length,
    kept: entries.filter(({ outcome }) => outcome === 'kept').length,
  });
  return state;
}

/** Something was there and could not be read, or only an older part of it. */
function isLost(restored: RestoredState | null): boolean {
  return restored !== null && restored.status !== 'empty' && (restored.status !== 'restored' || restored.isFallback === true);
}

function asksForMoney({ generator }: RunPorts): boolean {
  return generator !== null && generator.id.name === 'model';
}

function unknownSpending(restored: RestoredState | null, ports: RunPorts): string | null {
  // A history of the caller's own is as complete as the caller says.
  if (ports.history !== null) return null;
  if (restored === null) return 'nothing is remembered between runs (`state.store: none`)';
  return isLost(restored) ? `the state was not restored (${restored.status === 'restored' ? 'an older one was taken' : restored.status.replaceAll('-', ' ')})` : null;
}
