import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import { MemoryManager } from '../../../src/core/knowledge/notes.ts';
import { ledgerIn } from '../../support/event-logs.ts';

const factory = await createDatabaseFactory();
const A = { writer: 'A' };
const B = { writer: 'B' };

function texts(versions: readonly { readonly text: string }[]): readonly string[] {
  return versions.map((version) => version.text);
}

test('a note has its newest text, its writer and all its versions', () => {
  const notes = new MemoryManager(ledgerIn(factory.open()));
  expect(notes.get('style')).toBeNull();
  notes.set('style', 'tabs', A);
  expect(notes.set('style', 'spaces', B)).toMatchObject({ key: 'style', text: 'spaces', writer: 'B', concurrent: [] });
  expect(notes.history('style').map(({ text, writer, deleted }) => [text, writer, deleted])).toEqual([['tabs', 'A', false], ['spaces', 'B', false]]);
  expect(notes.keys()).toEqual(['style']);
});

test('a deleted note is gone, its versions remain on record, and it can be written again', () => {
  const notes = new MemoryManager(ledgerIn(factory.open()));
  notes.set('k', 'one', A);
  notes.set('k', 'two', A);
  expect(notes.delete('k', A)).toBe(true);
  expect(notes.delete('k', A)).toBe(false);
  expect(notes.get('k')).toBeNull();
  expect(notes.keys()).toEqual([]);
  expect(notes.history('k').map(({ text, deleted }) => [text, deleted])).toEqual([['one', false], ['two', true]]);
  expect(notes.set('k', 'three', A).text).toBe('three');
});

test('versions written without knowing each other both stay until the next write, the same on both sides', () => {
  const left = ledgerIn(factory.open(), 'A');
  new MemoryManager(left).set('k', 'common', A);
  const right = ledgerIn(factory.open(left.export()), 'B', '2026-11-01T01:00:00.000Z');
  const [a, b] = [new MemoryManager(left), new MemoryManager(right)];
  a.set('k', 'from A', A);
  b.set('k', 'from B', B);
  const before = left.rows();
  left.merge(right.rows());
  right.merge(before);
  expect(a.get('k')).toMatchObject({ text: 'from B', concurrent: [{ text: 'from A', writer: 'A' }] });
  expect(b.get('k')).toEqual(a.get('k'));
  expect(a.set('k', 'both', A).concurrent).toEqual([]);
  expect(texts(a.history('k'))).toEqual(['common', 'from A', 'from B', 'both']);
});

test('deleting does not reach a version that was written elsewhere meanwhile', () => {
  const left = ledgerIn(factory.open(), 'A');
  new MemoryManager(left).set('k', 'common', A);
  const right = ledgerIn(factory.open(left.export()), 'B', '2026-11-01T01:00:00.000Z');
  new MemoryManager(left).delete('k', A);
  new MemoryManager(right).set('k', 'newer', B);
  left.merge(right.rows());
  expect(new MemoryManager(left).get('k')?.text).toBe('newer');
});

test('secrets are redacted', () => {
  const notes = new MemoryManager(ledgerIn(factory.open()), { secrets: ['open sesame'] });
  expect(notes.set('door', 'say open sesame', A).text).toBe('say [redacted]');
});
