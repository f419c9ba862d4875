import type { Settings } from '../../src/core/model/settings.ts';
import type { Recovery } from '../../src/core/ports.ts';
import type { RunPorts } from '../../src/run/session.ts';
import { Story } from '../../src/run/story.ts';

describe('what a killed run left is told', () => {
  const rows: readonly (readonly [Recovery, string])[] = [
    [{ type: 'nothing' }, 'no killed run left anything to put back'],
    [{ type: 'restored', files: ['src/a.js', 'src/b.js'], setAside: [] }, 'an earlier run was killed: put back src/a.js, src/b.js'],
    [{ type: 'restored', files: ['src/a.js'], setAside: ['.git/self-coding/aside/a.js'] }, 'an earlier run was killed: put back src/a.js; what had been changed since lies in .git/self-coding/aside/a.js'],
    [{ type: 'restored', files: [], setAside: [] }, 'an earlier run was killed; it had left no change in the tree'],
  ];

  test.each(rows)('%j', (recovery, line) => {
    const told: string[] = [];
    const ports = { clock: { monotonicMs: () => 0 }, reporter: { info: (text: string) => told.push(text) }, engineVersion: '0.1.0', environment: 'linux' } as unknown as RunPorts;
    new Story({ mode: 'run', dryRun: false, publish: 'patch' } as Settings, ports).recovered(recovery);
    expect(told).toEqual([line]);
  });
});
