/** A JSON value found in a report, or `undefined`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * Parses a report that is JSON as a whole, or that starts on a line of its own after what a script runner printed
 * (`> project@1.0.0 lint`). Returns `undefined` for anything else, truncated JSON included. Never throws.
 */
export function parseJsonReport(text: string): Json | undefined {
  const source = text.replace(/^\uFEFF/, '').trim();
  const whole = parseJson(source);
  if (whole !== undefined) return whole;
  const start = source.search(/^[[{]/m);
  if (start < 0) return undefined;
  const end = Math.max(source.lastIndexOf(']'), source.lastIndexOf('}'));
  return end < start ? undefined : parseJson(source.slice(start, end + 1));
}

/** `undefined` for text that is no JSON. Never throws. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

export function stringsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((item) => typeof item === 'string') : [];
}

export function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export function numberIn(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
