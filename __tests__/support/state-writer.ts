/** A process of its own that saves to a shared place: `node state-writer.ts store|ledger <path> <writer> <count>`. */
import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { createDirectoryStore } from '../../src/adapters/directory.ts';
import { openLedgerFile } from '../../src/adapters/state-database.ts';
import { ledgerIn, ports, tickingClock } from './event-logs.ts';

const [kind, path, writer, count] = process.argv.slice(2) as [string, string, string, string];
const factory = await createDatabaseFactory();

if (kind === 'ledger') {
  const file = await openLedgerFile(path, ports(writer));
  for (let index = 0; index < Number(count); index++) {
    file.ledger.append('note', { key: `${writer}${index}`, text: '', writer, parents: [] });
    await file.flush();
  }
  await file.close();
} else {
  const store = createDirectoryStore({ directory: path, factory, maxBytes: 10_000_000, engine: '0.1.0', clock: tickingClock() });
  const ledger = ledgerIn(factory.open(), writer);
  for (let index = 0; index < Number(count); index++) {
    ledger.append('note', { key: `${writer}${index}`, text: '', writer, parents: [] });
    const saved = await store.save(ledger.export());
    if (saved.type !== 'saved') throw new Error(saved.reason);
  }
}
