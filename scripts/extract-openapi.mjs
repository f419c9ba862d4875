/**
 * Takes what the loopback GitHub of the tests needs out of GitHub's OpenAPI description:
 *   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
 *   node scripts/extract-openapi.mjs package/generated/api.github.com.json __tests__/fixtures/forge/openapi-extract.json
 */
import { readFileSync, writeFileSync } from 'node:fs';

const REPOSITORY = '/repos/{owner}/{repo}';
const OPERATIONS = [
  ['get', REPOSITORY],
  ['get', `${REPOSITORY}/pulls`],
  ['post', `${REPOSITORY}/pulls`],
  ['get', `${REPOSITORY}/pulls/{pull_number}`],
  ['patch', `${REPOSITORY}/pulls/{pull_number}`],
  ['post', `${REPOSITORY}/pulls/{pull_number}/requested_reviewers`],
  ['post', `${REPOSITORY}/issues/{issue_number}/labels`],
  ['post', `${REPOSITORY}/issues/{issue_number}/assignees`],
  ['post', `${REPOSITORY}/issues/{issue_number}/comments`],
];

/** Words for people, which no validation needs; `properties` may bear these names. */
const PROSE = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'title', 'default', 'operationId']);

function withoutProse(value, insideProperties = false) {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => insideProperties || (!PROSE.has(key) && !key.startsWith('x-')));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutProse(item, key === 'properties' && !insideProperties)]));
}

function referencesIn(value, found = new Set()) {
  for (const [, reference] of JSON.stringify(value).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)) found.add(reference);
  return found;
}

const [from, to] = process.argv.slice(2);
const source = JSON.parse(readFileSync(from, 'utf8'));
const paths = {};
for (const [method, path] of OPERATIONS) paths[path] = { ...paths[path], [method]: withoutProse(source.paths[path][method]) };
const components = {};
const waiting = [...referencesIn(paths)];
for (const reference of waiting) {
  const [section, name] = reference.split('/');
  components[section] ??= {};
  if (components[section][name] !== undefined) continue;
  components[section][name] = withoutProse(source.components[section][name]);
  waiting.push(...referencesIn(components[section][name]));
}
for (const section of Object.keys(components)) components[section] = Object.fromEntries(Object.entries(components[section]).toSorted(([left], [right]) => (left < right ? -1 : 1)));
writeFileSync(to, `${JSON.stringify({ openapi: source.openapi, info: { title: source.info.title, version: source.info.version }, paths, components }, null, 1)}\n`);
