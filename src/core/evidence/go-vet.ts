import { isObject, objectsIn, parseJson, textIn, type Json } from './json.ts';
import { unreadable, type FindingsReading, type RawFinding } from './reading.ts';

export const GO_VET = 'go vet';

const PLACE = /^(.*?):(\d+)(?::\d+)?$/;
const LINE = /^(vet: )?((?:[^\s:#]|[^\s:#][^:]*)\.\w+):(\d+)(?::\d+)?: (.*)$/;

/**
 * Reads what `go vet` prints, as text or with `-json`: a clean run says nothing. Types that do not check are findings, too.
 * What is found in a package and in its tests counts once. Never throws.
 */
export function readGoVet(text: string): FindingsReading {
  const lines = text.split(/\r?\n/);
  const findings: RawFinding[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!;
    if (line.startsWith('{')) {
      // Objects are indented: each ends at the first brace in the first column.
      let end = index;
      if (!line.trimEnd().endsWith('}')) while (end < lines.length && !lines[end]!.startsWith('}')) end += 1;
      const object = parseJson(lines.slice(index, end + 1).join('\n'));
      if (!isObject(object)) return unreadable('ends within an object of `go vet -json`');
      findings.push(...Object.values(object).flatMap(packageFindings));
      index = end;
    } else findings.push(...textFinding(line));
  }
  return { type: 'read', findings: [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()] };
}

function packageFindings(analyzers: Json | undefined): readonly RawFinding[] {
  if (!isObject(analyzers)) return [];
  return Object.entries(analyzers).flatMap(([rule, found]) => {
    if (isObject(found)) return [{ ...textFinding(textIn(found['error']) ?? '')[0] ?? placed('', 0, textIn(found['error']) ?? ''), rule }];
    return objectsIn(found).map((one) => {
      const [, path = '', line = '0'] = PLACE.exec(textIn(one['posn']) ?? '') ?? [];
      return { ...placed(path, Number(line), textIn(one['message']) ?? ''), rule };
    });
  });
}

function textFinding(line: string): readonly RawFinding[] {
  const match = LINE.exec(line);
  if (match === null) return [];
  return [{ ...placed(match[2]!.replace(/^\.\//, ''), Number(match[3]), match[4]!), rule: match[1] === undefined ? 'vet' : 'compile' }];
}

function placed(path: string, line: number, message: string): RawFinding {
  return { tool: GO_VET, rule: 'vet', level: 'error', path, line, message };
}
