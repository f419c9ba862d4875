/** Checks requests and responses against the committed extract of GitHub's OpenAPI description. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly parameters?: readonly Json[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<Record<string, Json>>;
}

export interface RequestSeen {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed; `undefined`: none was sent. */
  readonly body: unknown;
}

export interface Description {
  /** What the description does not allow in this request. */
  request(seen: RequestSeen): readonly string[];
  response(seen: RequestSeen, status: number, body: unknown): readonly string[];
}

const FILE = resolve(import.meta.dirname, '../fixtures/forge/openapi-extract.json');
const ROOT = 'https://loopback/openapi';

export function openDescription(): Description {
  const document = nullableAsTypes(JSON.parse(readFileSync(FILE, 'utf8'))) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: Readonly<Record<string, Readonly<Record<string, Json>>>> };
  const ajv = new Ajv({ strict: false, logger: false, allErrors: true, formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, uri: /^https?:\/\/\S+$/, 'repo.nwo': /^[^/]+\/[^/]+$/ } });
  ajv.addSchema({ $id: ROOT, components: document.components });
  const compiled = new Map<object, ValidateFunction>();
  const check = (schema: Json, value: unknown, what: string): readonly string[] => {
    let validate = compiled.get(schema);
    if (validate === undefined) compiled.set(schema, validate = ajv.compile(absolute(schema) as Json));
    return validate(value) ? [] : validate.errors!.map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
  };
  const deref = (value: Json): Json => {
    const reference = /^#\/components\/([^/]+)\/(.+)$/.exec(String(value['$ref']));
    return reference === null ? value : document.components[reference[1]!]![reference[2]!]!;
  };
  const find = ({ method, path }: RequestSeen): Operation | undefined => {
    const template = Object.keys(document.paths).find((candidate) => new RegExp(`^${candidate.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path));
    return template === undefined ? undefined : document.paths[template]![method.toLowerCase()];
  };
  return {
    request: (seen) => {
      const operation = find(seen);
      const name = `${seen.method} ${seen.path}`;
      if (operation === undefined) return [`${name}: the description has no such operation`];
      const parameters = (operation.parameters ?? []).map(deref).filter((parameter) => parameter['in'] === 'query');
      const query = [...seen.query].flatMap(([key, value]) => {
        const parameter = parameters.find((candidate) => candidate['name'] === key);
        if (parameter === undefined) return [`${name}: unknown parameter ${key}`];
        const schema = parameter['schema'] as Json;
        return check(schema, schema['type'] === 'integer' ? Number(value) : value, `${name}?${key}`);
      });
      return [...query, ...bodyProblems(operation, seen.body, name, check)];
    },
    response: (seen, status, body) => {
      const response = find(seen)?.responses[String(status)];
      if (response === undefined) return [];
      const content = deref(response)['content'] as Readonly<Record<string, { readonly schema: Json }>> | undefined;
      const schema = content?.['application/json']?.schema;
      return schema === undefined ? [] : check(schema, body, `answer to ${seen.method} ${seen.path}`);
    },
  };
}

/** GitHub ignores unknown members; here they are mistakes. */
function bodyProblems(operation: Operation, body: unknown, name: string, check: (schema: Json, value: unknown, what: string) => readonly string[]): readonly string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) return body === undefined ? [] : [`${name}: a body is sent where none is described`];
  if (body === undefined) return operation.requestBody?.required === true ? [`${name}: the body is missing`] : [];
  const variants = [schema, ...((schema['oneOf'] ?? []) as readonly Json[])];
  const known = variants.flatMap((variant) => Object.keys((variant['properties'] ?? {})));
  const unknown = Object.keys(body as object).filter((key) => !known.includes(key)).map((key) => `${name}: unknown member ${key}`);
  return [...unknown, ...check(schema, body, name)];
}

/** OpenAPI 3.0 writes `nullable`, JSON Schema a second type. */
function nullableAsTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullableAsTypes);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, nullableAsTypes(item)]));
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : nullable === undefined ? rest : { ...rest, ...(typeof nullable === 'object' ? { nullable } : {}) };
}

function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === '$ref' && typeof item === 'string' ? `${ROOT}${item}` : absolute(item)]));
}
