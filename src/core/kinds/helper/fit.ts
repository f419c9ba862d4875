import type { CodeRecord } from '../../model/code.ts';
import { familyOf } from '../../syntax/language.ts';
import { chunksOf, partsOf, queryWords, stem } from '../../knowledge/words.ts';
import type { Request } from './request.ts';

const SEARCHED = 40;
const WORDS = 64;
/**
 * Share of a snippet's own name that the request must speak of, and share of the request that the snippet must speak of; a whole
 * name in the request asks for less of the rest.
 */
const NAME_SHARE = 0.5;
const REQUEST_SHARE = 0.34;
const REQUEST_SHARE_WHOLE_NAME = 0.25;
const NEAR_MISSES = 5;

/** A snippet that may be what was asked for. */
export interface Fit {
  readonly record: CodeRecord;
  /** 0–1: the share of the request's words that name and documentation hold; 1 for a name that was asked for. */
  readonly score: number;
}

export interface Fits {
  /** Best first. */
  readonly fitting: readonly Fit[];
  /** What came closest of the rest, best first. */
  readonly near: readonly Fit[];
}

/** The functions of the repository that fit the words, or the name that is missing; tests and other languages never do. */
export function fitsFor(request: Request, name: string | null): Fits {
  const { task, repository, language, wanted } = request;
  const { index, isTest } = repository.context;
  const names = name === null ? [...wanted.missing, ...wanted.named] : [name];
  const found = index.search([task.prompt, ...names].join(' '), SEARCHED).map(({ record }) => record);
  const sameName = index.records.filter((record) => names.some((one) => isSameName(one, record.name)));
  const usable = [...new Set([...sameName, ...found])].filter((record) => record.kind === 'function' && record.topLevel && !isTest(record.path) && isReadable(record, language));
  const rated = usable.map((record) => ({ record, ...rate(record, task.prompt, names) }));
  const order = rated.toSorted((a, b) => Number(b.fits) - Number(a.fits) || b.score - a.score);
  return { fitting: order.filter(({ fits }) => fits), near: order.filter(({ fits, score }) => !fits && score > 0).slice(0, NEAR_MISSES) };
}

/** JavaScript cannot load TypeScript; the other way works. */
function isReadable({ language }: CodeRecord, target: Request['language']): boolean {
  return familyOf(language) === familyOf(target) || (familyOf(target) === 'typescript' && language === 'javascript');
}

function isSameName(a: string, b: string): boolean {
  return partsOf(a).join(' ') === chunksOf(b).flatMap(partsOf).join(' ') && a !== '';
}

function rate(record: CodeRecord, words: string, names: readonly string[]): { readonly fits: boolean; readonly score: number } {
  if (names.some((name) => isSameName(name, record.name))) return { fits: true, score: 1 };
  const asked = new Set([words, ...names].flatMap((text) => queryWords(text, WORDS)).map(stem));
  const own = stemsOf(record.name);
  const said = new Set([...own, ...stemsOf(record.doc)]);
  const inName = own.filter((one) => asked.has(one)).length;
  const score = asked.size === 0 ? 0 : [...asked].filter((one) => said.has(one)).length / asked.size;
  const nameShare = own.length === 0 ? 0 : inName / own.length;
  return { fits: nameShare >= NAME_SHARE && score >= (nameShare === 1 ? REQUEST_SHARE_WHOLE_NAME : REQUEST_SHARE), score };
}

function stemsOf(text: string): string[] {
  return chunksOf(text).flatMap(partsOf).map(stem);
}

/** `slugify (src/text.js:12, 0.42)`. */
export function describeFit({ record, score }: Fit): string {
  return `\`${record.name}\` (${record.path}:${record.startLine}, ${score.toFixed(2)})`;
}
