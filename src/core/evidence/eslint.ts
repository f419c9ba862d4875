import { numberIn, objectsIn, parseJsonReport, textIn, type JsonObject } from './json.ts';
import { unreadable, type FindingsReading, type RawFinding } from './reading.ts';

/** Reads ESLint's JSON format. Severity 2 is an error, parse errors included; suppressed messages do not count. Never throws. */
export function readEslint(text: string): FindingsReading {
  if (text.trim() === '') return unreadable('is empty');
  const report = parseJsonReport(text);
  if (!Array.isArray(report)) return unreadable('is not a complete JSON array');
  const files = objectsIn(report);
  if (files.length !== report.length || files.some((file) => textIn(file['filePath']) === null || !Array.isArray(file['messages']))) {
    return unreadable('is JSON without "filePath" and "messages", not from ESLint');
  }
  return { type: 'read', findings: files.flatMap(fileFindings) };
}

function fileFindings(file: JsonObject): readonly RawFinding[] {
  const path = textIn(file['filePath']) ?? '';
  return objectsIn(file['messages']).map((message) => ({
    tool: 'eslint',
    rule: textIn(message['ruleId']) ?? (message['fatal'] === true ? 'parse-error' : 'no-rule'),
    level: message['fatal'] === true || message['severity'] === 2 ? ('error' as const) : ('warning' as const),
    path,
    line: numberIn(message['line']) ?? 0,
    message: textIn(message['message']) ?? '',
  }));
}
