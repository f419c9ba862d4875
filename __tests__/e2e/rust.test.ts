/** Rust as it is: Clippy and `cargo test`, found by detection, on the sample library. */
import { beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { answered, answerOf, changedIn, trailersOf } from '../support/asking.ts';
import { machines, recordOf, watched, type Machine } from '../support/job.ts';
import { expectKept, expectReverted, told } from '../support/results.ts';
import { describeWith } from '../support/tools.ts';

const makeMachine = machines({ perSuite: true });

const MANIFEST = `${readFileSync(resolve(import.meta.dirname, '../../examples/rust/Cargo.toml'), 'utf8')}
[features]
acceptance = []

[[test]]
name = "acceptance"
required-features = ["acceptance"]
`;

const ACCEPTANCE = `use subkit::{cue::join, Cue};

#[test]
fn joined_cues_span_both() {
    let cue = |start, end, text: &str| Cue { start, end, text: text.to_string() };
    assert_eq!(join(&cue(0, 1000, "one"), &cue(1200, 2000, "two")), cue(0, 2000, "one\\ntwo"));
    assert_eq!(join(&cue(500, 900, " "), &cue(0, 1000, "x")), cue(0, 1000, "x"));
}
`;

const JOIN = `use std::cmp::{max, min};

/// One cue in place of two: shown as long as either, empty texts left out.
pub fn join(first: &Cue, second: &Cue) -> Cue {
    let texts = [first.text.trim(), second.text.trim()];
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    Cue {
        start: min(first.start, second.start),
        end: max(first.end, second.end),
        text: texts.join("\\n"),
    }
}`;

const OWN_TESTS = `use subkit::{cue::join, Cue};

fn cue(start: u64, end: u64, text: &str) -> Cue {
    Cue {
        start,
        end,
        text: text.to_string(),
    }
}

#[test]
fn the_order_of_times_does_not_matter() {
    let joined = join(&cue(700, 900, "late"), &cue(100, 800, "early"));
    assert_eq!(joined, cue(100, 900, "late\\nearly"));
}
`;

const REQUEST = { prompt: 'Join two cues into one that is shown as long as either, as \`join\`', target: 'src/cue.rs', 'accept-command': 'cargo test --features acceptance --test acceptance' };
/** Green as soon as the name is written: all that could prove a mistake are the tests. */
const MENTIONED = { 'accept-command': 'grep -q "fn join" src/cue.rs' };
const insert = (code: string): Readonly<Record<string, string>> => ({ insert: code, name: 'join', path: 'src/cue.rs' });

describeWith(['cargo', 'rustc'], 'Rust with Clippy and cargo test', () => {
  let here: Machine;
  beforeAll(async () => {
    here = await makeMachine({ example: 'rust', files: { 'Cargo.toml': MANIFEST, 'tests/acceptance.rs': ACCEPTANCE } });
  });

  test('a good answer is proved in a dry run that leaves no trace but what git ignores', async () => {
    const { result, before, after } = await answered(answerOf([insert(JOIN)]), (inputs) => watched(here, () => here.job({ ...inputs, ...REQUEST, 'dry-run': 'true' })));
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    for (const line of [/lint: cargo clippy/, /test: cargo test/, /baseline: 12 passed/]) expect(result.log).toMatch(line);
    expect(result.summary).toMatch(/^\*\*Would /);
    expect([after, here.repository.git('status', '--porcelain')]).toEqual([before, '']);
  });

  test('an answer that does what was asked and breaks a neighbour is reverted; the failing test is named', async () => {
    const answer = answerOf([insert(JOIN), { search: 'cue.end = cue.end.saturating_add_signed(ms);', replace: 'cue.end = cue.start.max(cue.end);', path: 'src/cue.rs' }]);
    const result = await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST }, { rule: 'harmless', reason: /^3 new failing tests: / }));
    for (const name of ['cue::tests::shifting_stops_at_zero', 'writing_renumbers', 'src/cue.rs - cue::shift`']) expect(result.outputs['reasons']).toContain(name);
  });

  test('an answer that does not compile is reverted, with what the compiler says', async () => {
    const answer = answerOf([insert(JOIN.replace('texts.join("\\n")', 'texts'))]);
    const result = await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST, ...MENTIONED }, { rule: 'harmless', reason: /./ }));
    expect(result.summary).toContain('mismatched types');
  });

  test('an answer that passes every test and that Clippy denies is reverted', async () => {
    const answer = answerOf([insert(JOIN.replace('min(first.start, second.start)', '[first.start, second.start].into_iter().min().unwrap()'))]);
    await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST }, { rule: 'harmless', reason: /^1 new error finding: `clippy::unwrap_used at src\/cue\.rs:\d+`/ }));
  });

  test('an answer that no test would miss is held: broken on purpose, it still compiles, and nothing fails', async () => {
    const result = await answered(answerOf([insert(JOIN)]), (inputs) => here.job({ ...inputs, ...REQUEST, ...MENTIONED }));
    expect([told(result), recordOf(result)['verdict']]).toMatchObject([{ exitCode: 0, outcome: 'held' }, { rule: 'strength' }]);
    expect(result.outputs['reasons']).toMatch(/^No check would notice a mistake in 1 of 1 changed place: `join`/);
  });

  test('a good answer is kept with its tests, and the repository passes', async () => {
    const answer = answerOf([insert(JOIN), { content: OWN_TESTS, path: 'tests/join.rs' }]);
    await answered(answer, (inputs) => expectKept(here, { ...inputs, ...REQUEST }, 'rust-helper.diff'));
    expect(changedIn(here)).toEqual(['src/cue.rs', 'tests/join.rs']);
    expect(trailersOf(here)).toMatch(/^Self-Coding-Patch: /m);
    const output = execFileSync('cargo', ['test', '--quiet'], { cwd: here.repository.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(output.match(/test result: ok\. \d+ passed/g)).toContain('test result: ok. 1 passed');
    execFileSync('rustfmt', ['--check', '--edition', '2021', 'src/lib.rs', 'tests/join.rs'], { cwd: here.repository.path, stdio: 'pipe' });
  });
});
