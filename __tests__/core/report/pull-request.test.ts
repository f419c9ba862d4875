import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BODY_LIMIT, markerLine, pullRequestText, readMarker } from '../../../src/core/report/pull-request.ts';
import { input, request, site } from '../judge/sample.ts';
import { attempt, EDITS, REQUESTED } from './sample.ts';

describe('the text of a pull request', () => {
  test('says what, why, proof and undo; the rest is folded', () => {
    const { title, body } = pullRequestText(attempt());
    expect(title).toBe('Reuse `isPlainObject` in 3 modules');
    const [first] = body.split('<details>');
    expect(first).toContain('**What**: reuse `isPlainObject` in 3 modules (+4 −35 in 2 files). Found by the Self-Coding Engine.');
    expect(first).toContain('- Useful (clone gone): three equal functions became one.');
    expect(first).toContain('| check | before | after |');
    expect(first).toContain('| test | 211 passed, 1 failed | 211 passed, 1 failed |');
    // Told above, or explained below.
    expect(first).not.toMatch(/\| (lines|ROI) \|/);
    expect(first).toContain('`mode: rollback` and `patch-id: 01JPATCH`');
    for (const word of ['How it was decided', 'ROI and forecasts', 'Files: +4 −35 in 2 files', 'Where it comes from', 'no model', '$0', '| `src/a.js` | changed | +2 −20 |']) expect(body).toContain(word);
    expect(body.split('<details>')).toHaveLength(body.split('</details>').length);
  });

  test('has a column for what was expected once there is something to expect', () => {
    const history = { errors: Array.from({ length: 12 }, () => 1), cumulativeRoi: [], metrics: [] };
    expect(pullRequestText(attempt(input({ history }))).body).toMatch(/\| check \| before \| after \| forecast \|[^]*\| errors \| 1 \| 1 \| 1 \(/);
  });

  test('of a held request begins with what is missing', () => {
    const held = attempt(request({ strength: { sites: [site('src/text.js:slugify', { noticed: false, by: [] })], ownTestsOnly: false, passingTests: 12 } }));
    expect(held.outcome).toBe('held');
    const { body } = pullRequestText(held);
    expect(body).toMatch(/^\*\*Evidence is missing: a person decides\.\*\*\n\n- /);
    expect(body).toContain('**It would pass with**: ');
    expect(body).toContain('Asked for: slugify a title');
    expect(readMarker(body)).toMatchObject({ held: true, taskId: REQUESTED.id, patchId: held.patchId });
  });

  test('says once what was asked for in the words of the title', () => {
    const { title } = attempt(request()).patch!;
    expect(pullRequestText(attempt(request(), { task: { ...REQUESTED, prompt: title.toUpperCase() } })).body).toContain(`). Asked for in these words.\n`);
  });

  test('of a rollback says what it takes back, and neither that it was found nor that it can be rolled back', () => {
    const { body } = pullRequestText(attempt(input(), {}, { title: 'Revert "x"', reverts: { patchId: '01JOLD', commit: 'c'.repeat(40), subject: 'x' } }));
    const [first] = body.split('<details>');
    expect(first).toContain('**What**: Revert "x" (+4 −35 in 2 files). Asked for: take back the change 01JOLD, commit `cccccccccccc`.');
    expect(first).toContain('**Why it is safe**');
    expect(first).toContain('**Undo**: close this pull request; once it is merged, revert it.');
    expect(first).not.toMatch(/mode: rollback|not proposed again|Found by/);
  });

  test('shows an explanation as it was meant: prose, lists, bold beginnings', () => {
    const explanation = 'Two places:\n- `a`\n- b *\nand more.\n\n**Why there:** it is\nnear.\n\n**<b>** x';
    const { body } = pullRequestText(attempt(input(), {}, { explanation }));
    expect(body).toContain('Two places:\n\n- `a`\n- b \\*\n\nand more.\n\n**Why there:** it is near.\n\n**&lt;b&gt;** x\n\n</details>');
  });

  test('mentions nobody, refers to nothing, lets no markup through', () => {
    const hostile = '@octocat closes #12 GH-3 <img src=x> <!-- x --> ](http://evil.example) | `a`|b';
    const { title, body } = pullRequestText(attempt(request(), {}, { title: hostile, explanation: `${hostile}\n\n${hostile}`, task: { ...REQUESTED, prompt: hostile } }));
    const shown = body.replace(/<!-- self-coding-engine [^>]*-->/, '').replace(/<\/?(?:details|summary|code)>/g, '');
    for (const text of [title, shown]) expect(text).not.toMatch(/(?<![\w`&])@[a-z]|(?<![&\\])#\d|\bGH-\d/);
    expect(shown).not.toMatch(/<(?!\/?(?:details|summary|code)>)[a-z!]|https?:\/\/evil/i);
  });

  test('fits, whatever the size of the change, and always ends in its marker', () => {
    const edits = Array.from({ length: 400 }, (_, index) => ({ ...EDITS[0]!, path: `src/${'x'.repeat(200)}/${index}.js` }));
    const long = attempt(input(), {}, { edits, explanation: 'word '.repeat(40_000), title: 'long '.repeat(1000) });
    const { title, body, short } = pullRequestText(long);
    expect(title.length).toBeLessThanOrEqual(72);
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(short.length).toBeLessThanOrEqual(2500);
    for (const text of [body, short]) expect(readMarker(text)?.patchId).toBe('01JPATCH');
    expect(body.split('<details>')).toHaveLength(body.split('</details>').length);
  });

  test('whatever its values are, the marker is one comment that reads back', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((text) => text.isWellFormed());
    fc.assert(fc.property(value, value, value, value, fc.boolean(), (patchId, taskId, fingerprint, asked, held) => {
      const line = markerLine({ patchId, taskId, fingerprint, asked, held });
      expect(line).toMatch(/^<!-- [^\n<>]* -->$/);
      expect(line.slice(4, -3)).not.toContain('--');
      expect(readMarker(`text ${line} text`)).toEqual({ patchId, taskId, fingerprint, asked, held });
    }));
    expect([readMarker(''), readMarker('<!-- self-coding-engine a b -->'), readMarker('<!-- self-coding-engine %E0%A4%A a a a kept -->')]).toEqual([null, null, null]);
  });
});
