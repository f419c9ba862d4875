/** Build tools trust times: what one tree left compiled must never stand for another. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WITHOUT_OLD_CLASSES } from '../../src/core/evidence/detect-tool.ts';
import { describeWith } from '../support/tools.ts';
import { change, worlds } from '../support/workspace.ts';

const { world, makeDirectory } = worlds();

describeWith(['cargo'], 'cargo', () => {
  const CRATE = {
    'Cargo.toml': '[package]\nname = "sums"\nversion = "0.1.0"\nedition = "2021"\n[lib]\ndoctest = false\n', 'Cargo.lock': 'version = 4\n\n[[package]]\nname = "sums"\nversion = "0.1.0"\n', '.gitignore': 'target/\nignored/\n*.log\n',
    'plain.txt': 'plain\n', 'src/lib.rs': 'pub fn sum() -> u8 {\n    3\n}\n\n#[test]\nfn sums() {\n    assert_eq!(sum(), 3);\n}\n',
  };

  test('compiles again after every change of the tree and every undo of one', async () => {
    const { repository, workspace } = await world({}, CRATE);
    const { PATH, HOME, CARGO_HOME, RUSTUP_HOME } = process.env;
    const passes = async (): Promise<boolean> => {
      const run = () => Promise.resolve(spawnSync('cargo', ['test', '--offline', '--quiet'], { cwd: repository.path, encoding: 'utf8', env: { PATH, HOME, CARGO_HOME, RUSTUP_HOME } }));
      const { value } = await workspace.guardCommand({ keepNew: false }, run);
      // A crate that did not compile would say nothing about what was tested.
      expect(value.stdout).toContain('running 1 test');
      return value.status === 0;
    };
    const wrong = change(repository, 'src/lib.rs', CRATE['src/lib.rs'].replace('    3', '    4'));
    const seen = [await passes()];
    for (let round = 0; round < 2; round += 1) {
      await workspace.apply([wrong]);
      seen.push(await passes());
      await workspace.undo();
      seen.push(await passes());
    }
    expect(seen).toEqual([true, false, true, false, true]);
    expect(existsSync(join(repository.path, 'target'))).toBe(true);
  }, 120_000);
});

test('classes of earlier runs are removed beside every pom.xml, and nothing else is', async () => {
  const root = await makeDirectory();
  const paths = ['pom.xml', 'target/classes/A.class', 'target/test-classes/ATest.class', 'target/maven-status/x.lst', 'target/surefire-reports/TEST-A.xml', 'module with space/pom.xml', 'module with space/target/classes/B.class', 'src/target/classes/C.java', 'node_modules/x/pom.xml', 'node_modules/x/target/classes/D.class'];
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  for (const shell of ['bash', 'sh']) expect(spawnSync(shell, ['-c', WITHOUT_OLD_CLASSES], { cwd: root, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  expect(paths.filter((path) => existsSync(join(root, path)))).toEqual(['pom.xml', 'target/surefire-reports/TEST-A.xml', 'module with space/pom.xml', 'src/target/classes/C.java', 'node_modules/x/pom.xml', 'node_modules/x/target/classes/D.class']);
});
