import { helper } from '../../../../src/core/kinds/helper.ts';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import type { Evidence, TestOutcome } from '../../../../src/core/model/evidence.ts';
import type { RequestedTask } from '../../../../src/core/model/task.ts';
import { afterOf, answering, candidatesOf, scenes, testedBy } from './scene.ts';

const scene = scenes();
const ESCAPE = (name: string): string => `function ${name}(value) {
  const text = String(value);
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = safe.replaceAll('"', '&quot;').replaceAll("'", '&apos;');
  return quoted;
}
`;
const FILES = {
  'package.json': '{"type":"module"}',
  'src/xml.js': 'export const open = (name) => `<${name}>`;\n',
  'src/a.js': `import { open } from './xml.js';\n\n${ESCAPE('escapeXml')}\nexport const a = (x) => open(escapeXml(x));\n`,
  'src/b.js': `import { open } from './xml.js';\n\n${ESCAPE('escapeXml')}\nexport const b = (x) => open(escapeXml(x));\n`,
};
const task: RequestedTask = { origin: 'requested', kind: 'helper', id: 't', title: '', prompt: 'escape xml', target: 'src/xml.js', acceptCommand: null };

test('copies that the words pick are joined in the target before one of them is handed on', async () => {
  const accept = `node --input-type=module -e "import { escapeXml } from './src/xml.js'; if (escapeXml('<') !== '&lt;') process.exit(1);"`;
  const { propose, runs } = await scene(FILES);
  const [first] = candidatesOf(await propose('escape xml', 'src/xml.js', accept));
  expect(first).toMatchObject({ kind: 'helper', taskId: 'task' });
  expect(afterOf(first, 'src/xml.js')).toContain('export function escapeXml');
  expect(afterOf(first, 'src/a.js')).not.toContain('function escapeXml');
  expect(await runs(accept, first!.edits)).toBe(0);
});

test('without an accept command the copies that are gone are the proof', async () => {
  const { propose, context } = await scene(FILES);
  const [candidate] = candidatesOf(await propose('escape xml', 'src/xml.js'));
  expect(await helper.prove(task, candidate!, context)).toMatchObject({ proved: true, oracle: 'clone gone' });
  expect(await helper.prove({ ...task, acceptCommand: 'true' }, candidate!, context)).toBeNull();
});

describe('the candidate\'s own tests', () => {
  const edits = [{ path: 'src/xml.js', insert: 'function tag() {\n  return 1;\n}', name: 'tag' }, { path: 'test/tag.test.js', content: "import '../src/xml.js';\n" }];
  const files = { ...FILES, 'test/x.test.js': '' };
  const outcome = (id: string, status: TestOutcome['status']): TestOutcome => ({ id, status, file: null, durationMs: null, message: null });

  /** A lab in which the own tests end as given, with the change and without it. */
  function labWith(context: KindContext, withChange: TestOutcome['status'], without: TestOutcome['status']): KindContext {
    const evidence = (status: TestOutcome['status']): Evidence => ({ tree: '', checks: [], tests: [outcome('test › old', 'passed'), outcome('test › own', status)], findings: [], coverage: null, metrics: [], durationMs: 0 });
    const plan = { role: 'test', name: 'test', command: 'x', tool: null, directory: '', timeoutMs: 1, reports: [], env: {}, why: '' } as const;
    return {
      ...context,
      baseline: { ...evidence('passed'), tests: [outcome('test › old', 'passed')] },
      toolchain: { setup: [], lint: [], test: [plan], notes: [] },
      lab: { ...context.lab, check: (_, tried) => Promise.resolve(evidence(tried.length > 1 ? withChange : without)) },
    };
  }

  test.each([
    ['passed', 'failed', true],
    ['passed', 'passed', false],
    ['failed', 'failed', false],
  ] as const)('that are %s with the change and %s without it: proved %s', async (withChange, without, proved) => {
    const { propose, context } = await scene(files, answering(JSON.stringify({ edits })), { toolchain: testedBy('node --test') });
    const [candidate] = candidatesOf(await propose('a tag', 'src/xml.js'));
    expect(candidate!.ownTests).toEqual(['test/tag.test.js']);
    const worth = await helper.prove(task, candidate!, labWith(context, withChange, without));
    expect(worth?.proved).toBe(proved);
    expect(worth?.oracle).toBe('own tests');
  });
});
