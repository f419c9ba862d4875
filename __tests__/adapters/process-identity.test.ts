import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAlive, readIdentity, thisProcess } from '../../src/adapters/process-identity.ts';

const me = thisProcess();

test('a process lives as long as it does, and its number says nothing about the next one with it', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const pid = child.pid!;
  expect([isAlive(me), isAlive({ ...me, pid, started: null }), isAlive({ ...me, pid, started: '1' })]).toEqual([true, true, false]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive({ ...me, pid, started: null })).toBe(false);
});

test('of another host, and of another container with the same host name, nothing is known', () => {
  expect([isAlive({ ...me, host: 'elsewhere' }), isAlive({ ...me, namespace: 'pid:[1]' })]).toEqual([null, null]);
});

test('a container that is started anew under the same name and number is another process', () => {
  const identity = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', `
    import { thisProcess } from ${JSON.stringify(import.meta.resolve('../../src/adapters/process-identity.ts'))};
    console.log(JSON.stringify(thisProcess()));
  `], { encoding: 'utf8' })) as typeof me;
  expect(isAlive(identity)).toBe(false);
  expect(isAlive({ ...identity, pid: process.pid })).toBe(false);
});

test('what names nobody is nobody; what names no namespace is taken for here', () => {
  expect([readIdentity({}), readIdentity({ pid: 3 }), readIdentity({ pid: 3, host: me.host })]).toEqual([null, null, { pid: 3, started: null, host: me.host, namespace: me.namespace }]);
});
