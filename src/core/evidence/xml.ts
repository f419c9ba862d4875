import { XMLParser } from 'fast-xml-parser';

import { unreadable, type Unreadable } from './reading.ts';

export interface XmlElement {
  /** Without a namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Own text and CDATA, in order. */
  readonly text: string;
}

export type XmlReading = { readonly type: 'read'; readonly root: XmlElement } | Unreadable;

// Entities stay as they are written and only the predefined and numeric ones are decoded below: a document type
// cannot make the text grow, whatever it declares.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 100,
});

/** Parses a whole, well-formed document. Never throws. */
export function readXml(text: string): XmlReading {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (source.trim() === '') return unreadable('is empty');
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- without validation a truncated report would be read; the successor is a package with the same code
    const nodes: unknown = parser.parse(source, true);
    const root = toElements(nodes)[0];
    return root === undefined ? unreadable('has no XML element') : { type: 'read', root };
  } catch (error) {
    return unreadable(`is not well-formed XML: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown error'}`);
  }
}

function toElements(nodes: unknown): readonly XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => {
    const element = toElement(node as Readonly<Record<string, unknown>>);
    return element === null ? [] : [element];
  });
}

function toElement(node: Readonly<Record<string, unknown>>): XmlElement | null {
  const tag = Object.keys(node).find((key) => key !== ':@');
  if (tag === undefined || tag === '#text' || tag === '#cdata') return null;
  const content = node[tag];
  const attributes = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, unknown>>);
  return {
    name: tag.replace(/^.*:/, ''),
    attributes: new Map(attributes.map(([name, value]) => [name, decodeEntities(String(value))])),
    children: toElements(content),
    text: Array.isArray(content) ? content.map((child: unknown) => textOf(child as Readonly<Record<string, unknown>>)).join('') : '',
  };
}

function textOf(node: Readonly<Record<string, unknown>>): string {
  const text = node['#text'];
  if (typeof text === 'string') return decodeEntities(text);
  const cdata = node['#cdata'];
  if (!Array.isArray(cdata)) return '';
  return (cdata as readonly Readonly<Record<string, unknown>>[]).map((part) => (typeof part['#text'] === 'string' ? part['#text'] : '')).join('');
}

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));/g, (whole, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
    if (name !== undefined) return PREDEFINED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
