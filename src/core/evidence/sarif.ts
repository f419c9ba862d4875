import type { FindingLevel } from '../model/evidence.ts';
import { isObject, numberIn, objectsIn, parseJsonReport, textIn, type Json, type JsonObject } from './json.ts';
import { unreadable, type FindingsReading, type RawFinding } from './reading.ts';

/**
 * Reads SARIF 2.1.0 (OASIS standard, 2020): levels with their defaults, accepted suppressions left out, base URIs
 * resolved, error notifications of the tool as findings. A run that failed and says nothing else is unreadable. Never throws.
 */
export function readSarif(text: string): FindingsReading {
  if (text.trim() === '') return unreadable('is empty');
  const report = parseJsonReport(text);
  if (!isObject(report)) return unreadable('is not complete JSON');
  if (report['version'] !== '2.1.0' || !Array.isArray(report['runs'])) return unreadable('is JSON without version "2.1.0" and "runs", not SARIF');
  const findings: RawFinding[] = [];
  for (const run of objectsIn(report['runs'])) {
    const found = runFindings(run);
    const hasFailed = objectsIn(run['invocations']).some((invocation) => invocation['executionSuccessful'] === false);
    if (hasFailed && found.length === 0) return unreadable('says that the tool did not run successfully');
    findings.push(...found);
  }
  return { type: 'read', findings };
}

function runFindings(run: JsonObject): readonly RawFinding[] {
  const tool = driver(run);
  const name = textIn(tool['name']) ?? 'unknown tool';
  const results = objectsIn(run['results']).flatMap((result) => {
    const level = levelOf(result, tool);
    if (level === null || isSuppressed(result) || result['baselineState'] === 'absent') return [];
    return [finding(result, run, name, ruleId(result, tool) ?? 'no-rule', level)];
  });
  return [...results, ...notifications(run, name)];
}

function notifications(run: JsonObject, tool: string): readonly RawFinding[] {
  const all = objectsIn(run['invocations']).flatMap((invocation) => [
    ...objectsIn(invocation['toolExecutionNotifications']),
    ...objectsIn(invocation['toolConfigurationNotifications']),
  ]);
  return all.flatMap((notification) => {
    if (notification['level'] !== 'error') return [];
    return [finding(notification, run, tool, textIn(child(notification, 'descriptor')['id']) ?? 'notification', 'error')];
  });
}

function finding(result: JsonObject, run: JsonObject, tool: string, rule: string, level: FindingLevel): RawFinding {
  const place = child(objectsIn(result['locations'])[0] ?? {}, 'physicalLocation');
  const message = child(result, 'message');
  return {
    tool,
    rule,
    level,
    path: artifactPath(child(place, 'artifactLocation'), run),
    line: numberIn(child(place, 'region')['startLine']) ?? 0,
    message: textIn(message['text']) ?? textIn(message['markdown']) ?? textIn(message['id']) ?? '',
  };
}

function levelOf(result: JsonObject, tool: JsonObject): FindingLevel | null {
  const kind = result['kind'];
  if (kind !== undefined && kind !== 'fail') return null;
  const index = numberIn(result['ruleIndex']);
  const rules = objectsIn(tool['rules']);
  const rule = rules.find((each) => each['id'] === ruleId(result, tool)) ?? (index === null ? undefined : rules[index]);
  const level = result['level'] ?? child(rule ?? {}, 'defaultConfiguration')['level'] ?? 'warning';
  return level === 'error' || level === 'warning' || level === 'note' ? level : null;
}

function ruleId(result: JsonObject, tool: JsonObject): string | null {
  const own = textIn(result['ruleId']) ?? textIn(child(result, 'rule')['id']);
  if (own !== null) return own;
  const index = numberIn(result['ruleIndex']) ?? numberIn(child(result, 'rule')['index']);
  return index === null ? null : textIn((objectsIn(tool['rules'])[index] ?? {})['id']);
}

function isSuppressed(result: JsonObject): boolean {
  const suppressions = objectsIn(result['suppressions']);
  return suppressions.length > 0 && suppressions.every(({ status }) => status === undefined || status === 'accepted');
}

function artifactPath(location: JsonObject, run: JsonObject): string {
  const index = numberIn(location['index']);
  const artifact = index === null ? {} : child(objectsIn(run['artifacts'])[index] ?? {}, 'location');
  const uri = textIn(location['uri']) ?? textIn(artifact['uri']) ?? '';
  const base = baseUri(textIn(location['uriBaseId']) ?? textIn(artifact['uriBaseId']), child(run, 'originalUriBaseIds'), 5);
  return /^[a-z][a-z0-9+.-]+:/i.test(uri) ? uri : decoded(`${base}${uri}`);
}

function baseUri(id: string | null, bases: JsonObject, depth: number): string {
  if (id === null || depth === 0) return '';
  const base = child(bases, id);
  const uri = textIn(base['uri']) ?? '';
  return /^[a-z][a-z0-9+.-]+:/i.test(uri) ? uri : `${baseUri(textIn(base['uriBaseId']), bases, depth - 1)}${uri}`;
}

/** Relative URIs are paths with escapes; `file:` URIs keep theirs until the path is made relative. */
function decoded(uri: string): string {
  if (uri.startsWith('file:')) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function driver(run: JsonObject): JsonObject {
  return child(child(run, 'tool'), 'driver');
}

function child(parent: JsonObject, key: string): JsonObject {
  const value: Json | undefined = parent[key];
  return isObject(value) ? value : {};
}
