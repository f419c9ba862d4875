/** Go as it is: `go vet` and `go test`, found by detection, on the sample library. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { answered, answerOf, changedIn, trailersOf } from '../support/asking.ts';
import { machines, recordOf, watched, type Machine } from '../support/job.ts';
import { expectKept, expectReverted, told } from '../support/results.ts';
import { describeWith } from '../support/tools.ts';

const makeMachine = machines();
const makeShared = machines({ perSuite: true });

/** Compiled only when asked for: without the helper it does not compile. */
const ACCEPTANCE = `//go:build acceptance

package parcel

import "testing"

func TestAcceptance(t *testing.T) {
	a := Address{Name: "Ada  Lovelace", Town: "London", Postcode: "SW1A 1AA"}
	if !SameAddress(a, Address{Name: "ada lovelace ", Town: "LONDON", Postcode: "sw1a 1aa"}) {
		t.Error("spaces and case do not matter")
	}
	if SameAddress(a, Address{Name: "Ada Lovelace", Town: "Leeds", Postcode: "SW1A 1AA"}) {
		t.Error("towns do")
	}
}
`;

const SAME = `import "strings"

// SameAddress tells whether two addresses differ by no more than case and spaces.
func SameAddress(a, b Address) bool {
	same := func(x, y string) bool {
		return strings.EqualFold(strings.Join(strings.Fields(x), " "), strings.Join(strings.Fields(y), " "))
	}
	return same(a.Name, b.Name) && same(a.Street, b.Street) && same(a.Town, b.Town) && same(a.Postcode, b.Postcode) && same(a.Country, b.Country)
}`;

const OWN_TESTS = `package parcel

import "testing"

func TestSameAddress(t *testing.T) {
	if !SameAddress(Address{Town: "St  Ives"}, Address{Town: "st ives"}) {
		t.Error("case and spaces do not matter")
	}
	if SameAddress(Address{Town: "St Ives"}, Address{Street: "St Ives"}) {
		t.Error("places do")
	}
}
`;

const REQUEST = { prompt: 'Tell whether two addresses are the same but for case and spaces, as `SameAddress`', target: 'parcel/parcel.go', 'accept-command': 'go test -tags acceptance -run TestAcceptance ./parcel' };
/** Green as soon as the name is written: all that could prove a mistake are the tests. */
const MENTIONED = { 'accept-command': 'grep -q SameAddress parcel/parcel.go' };
const insert = (code: string): Readonly<Record<string, string>> => ({ insert: code, name: 'SameAddress', path: 'parcel/parcel.go' });

describeWith(['go'], 'Go with go vet and go test', () => {
  test('with no inputs the copies of one function in three packages become one; what differs by a number stays, and the next run has nothing to do', async () => {
    const here = await makeMachine({ example: 'go' });
    const result = await expectKept(here, {}, 'go-extract.diff');
    for (const line of ['lint: go vet ./...', 'test: go test ./...']) expect(result.log).toContain(line);
    expect(result.outputs['reasons']).toContain('One function stands where 3 equal ones stood');
    expect(result.summary).toMatch(/\b15 tests unchanged/);
    expect(here.repository.git('show', 'HEAD:tracking/tracking.go')).toBe(here.repository.git('show', 'HEAD~1:tracking/tracking.go'));
    execFileSync('go', ['test', './...'], { cwd: here.repository.path, stdio: 'pipe' });
    expect(execFileSync('gofmt', ['-l', '.'], { cwd: here.repository.path, encoding: 'utf8' })).toBe('');
    const second = await here.job({ publish: 'commit' });
    expect([told(second), here.repository.git('rev-parse', 'HEAD')]).toEqual([{ exitCode: 0, outcome: 'unchanged' }, result.outputs['commit-sha']]);
  });

  test('a dry run tells what it would do, and leaves no trace', async () => {
    const here = await makeMachine({ example: 'go' });
    const { result, before, after } = await watched(here, () => here.job({ 'dry-run': 'true' }));
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(result.summary).toMatch(/^\*\*Would /);
    expect([after, here.repository.git('status', '--porcelain', '--ignored')]).toEqual([before, '']);
  });

  describe('with a model', () => {
    let here: Machine;
    beforeAll(async () => {
      here = await makeShared({ example: 'go', files: { 'parcel/acceptance_test.go': ACCEPTANCE } });
    });

    test('an answer that does what was asked and breaks a neighbour is reverted; the failing test is named', async () => {
      const answer = answerOf([insert(SAME), { search: '	return longest + 2*(', replace: '	return 2 * (', path: 'parcel/parcel.go' }]);
      const result = await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST }, { rule: 'harmless', reason: /^2 new failing tests: `test › example\.com\/parcelkit\/parcel › TestGirth`, `test › example\.com\/parcelkit\/quote › TestPriceOfTheImpossible`/ }));
      expect(result.log).toContain('2 new failures: running again, 2 times with the change and 2 times without');
    });

    test('an answer that does not compile is reverted, with what the compiler says', async () => {
      const answer = answerOf([insert(SAME.replace('strings.EqualFold(', 'strings.SameFold('))]);
      const result = await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST, ...MENTIONED }, { rule: 'harmless', reason: /./ }));
      expect(result.summary).toContain('undefined: strings.SameFold');
    });

    test('an answer that passes every test and that go vet finds fault with is reverted', async () => {
      const answer = answerOf([insert(SAME.replace('	return same(a.Name', '	a.Name = a.Name\n	return same(a.Name'))]);
      await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST }, { rule: 'harmless', reason: /^1 new error finding: .*parcel\/parcel\.go/ }));
    });

    test('an answer that no test would miss is held: broken on purpose, it still compiles, and nothing fails', async () => {
      const result = await answered(answerOf([insert(SAME)]), (inputs) => here.job({ ...inputs, ...REQUEST, ...MENTIONED }));
      expect([told(result), recordOf(result)['verdict']]).toMatchObject([{ exitCode: 0, outcome: 'held' }, { rule: 'strength' }]);
      expect(result.outputs['reasons']).toMatch(/^No check would notice a mistake in 1 of 1 changed place: `SameAddress`/);
    });

    test('a good answer is kept with its tests, and the repository passes', async () => {
      const answer = answerOf([insert(SAME), { content: OWN_TESTS, path: 'parcel/same_address_test.go' }]);
      const result = await answered(answer, (inputs) => expectKept(here, { ...inputs, ...REQUEST }, 'go-helper.diff'));
      expect(result.summary).toMatch(/\b15 passed/);
      expect(changedIn(here)).toEqual(['parcel/parcel.go', 'parcel/same_address_test.go']);
      expect(trailersOf(here)).toMatch(/^Self-Coding-Patch: /m);
      execFileSync('go', ['vet', './...'], { cwd: here.repository.path, stdio: 'pipe' });
      execFileSync('go', ['test', './...'], { cwd: here.repository.path, stdio: 'pipe' });
      expect(execFileSync('gofmt', ['-l', '.'], { cwd: here.repository.path, encoding: 'utf8' })).toBe('');
    });
  });
});
