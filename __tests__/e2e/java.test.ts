/** Java as it is: Maven and JUnit 5, found by detection, on the sample library. */
import { beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { answered, answerOf, changedIn, trailersOf } from '../support/asking.ts';
import { machines, type Machine } from '../support/job.ts';
import { expectKept, expectReverted } from '../support/results.ts';
import { describeWith } from '../support/tools.ts';

const makeMachine = machines({ perSuite: true });

const ACCEPTANCE = `import org.example.shelf.CallNumber;

public class Acceptance {
    public static void main(String[] arguments) {
        String label = CallNumber.label(CallNumber.parse("qa 76.73 J38 B5"));
        if (!label.equals("QA\\n76.73\\nJ38 B5")) throw new AssertionError(label);
        label = CallNumber.label(CallNumber.parse("PN 6"));
        if (!label.equals("PN\\n6")) throw new AssertionError(label);
    }
}
`;

const LABEL = `/** The lines of the label on a book's spine; numbers without a fraction have none. */
static String label(CallNumber callNumber) {
    String number = java.math.BigDecimal.valueOf(callNumber.number()).stripTrailingZeros().toPlainString();
    String lines = callNumber.letters() + "\\n" + number;
    return callNumber.cutter().isEmpty() ? lines : lines + "\\n" + callNumber.cutter();
}`.replace('static', 'public static');

const OWN_TESTS = `package org.example.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LabelTest {
    @Test
    void wholeNumbersHaveNoFraction() {
        assertEquals("Z\\n100\\nA1", CallNumber.label(CallNumber.parse("Z 100 A1")));
    }
}
`;

const TARGET = 'src/main/java/org/example/shelf/CallNumber.java';
const REQUEST = { prompt: "The lines of the label on a book's spine, as \`label\`", target: TARGET, 'accept-command': 'd=$(mktemp -d) && javac -d "$d" src/main/java/org/example/shelf/*.java && java -cp "$d" acceptance/Acceptance.java' };
/** Green as soon as the name is written: all that could prove a mistake are the tests. */
const MENTIONED = { 'accept-command': `grep -q "String label" ${TARGET}` };
const insert = (code: string): Readonly<Record<string, string>> => ({ insert: code, name: 'label', path: TARGET });

describeWith(['mvn', 'java', 'javac'], 'Java with Maven and JUnit', () => {
  let here: Machine;
  beforeAll(async () => {
    // Maven lives for seconds: a quick start is worth more to it than quick code.
    here = await makeMachine({ example: 'java', files: { 'acceptance/Acceptance.java': ACCEPTANCE }, environment: { MAVEN_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' } });
  });

  test('an answer that does what was asked and breaks a neighbour is reverted; the failing test is named', async () => {
    const answer = answerOf([insert(LABEL), { search: '.thenComparingDouble(CallNumber::number)', replace: '.thenComparing(of -> String.valueOf(of.number()))', path: TARGET }]);
    const result = await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST, ...MENTIONED }, { rule: 'harmless', reason: /^1 new failing test: .*CallNumberTest.*numbersAreComparedAsNumbers/ }));
    expect(result.log).toMatch(/baseline: 12 passed/);
    expect(result.log).toMatch(/test: .*mvn/);
  });

  test('an answer that does not compile is reverted, with what the compiler says', async () => {
    const answer = answerOf([insert(LABEL.replace('.isEmpty()', '.isBlanc()'))]);
    const result = await answered(answer, (inputs) => expectReverted(here, { ...inputs, ...REQUEST, ...MENTIONED }, { rule: 'harmless', reason: /./ }));
    expect(result.summary).toContain('cannot find symbol');
  });

  test('a good answer is kept with its tests, and the repository passes', async () => {
    const answer = answerOf([insert(LABEL), { content: OWN_TESTS, path: 'src/test/java/org/example/shelf/LabelTest.java' }]);
    await answered(answer, (inputs) => expectKept(here, { ...inputs, ...REQUEST }, 'java-helper.diff'));
    expect(changedIn(here)).toEqual([TARGET, 'src/test/java/org/example/shelf/LabelTest.java']);
    expect(trailersOf(here)).toMatch(/^Self-Coding-Patch: /m);
    expect(execFileSync('mvn', ['-B', '-o', 'test'], { cwd: here.repository.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).toContain('Tests run: 13, Failures: 0, Errors: 0');
  });
});
