import { lineHits } from './line-hits.ts';
import { unreadable, type CoverageReading } from './reading.ts';
import { readXml, type XmlElement } from './xml.ts';

/** Reads Cobertura XML; classes of one file are added up, paths are tried below each `source`. Never throws. */
export function readCobertura(text: string): CoverageReading {
  const xml = readXml(text);
  if (xml.type === 'unreadable') return xml;
  if (xml.root.name !== 'coverage') return unreadable(`is XML with the root element "${xml.root.name}", not Cobertura`);
  const packages = descend(xml.root, 'packages', 'package');
  const sources = descend(xml.root, 'sources', 'source').map((source) => source.text.trim()).filter((source) => source !== '');
  const hits = new Map<string, Map<number, number>>();
  for (const element of packages.flatMap((each) => descend(each, 'classes', 'class'))) {
    const file = element.attributes.get('filename') ?? '';
    const lines = hits.get(file) ?? new Map<number, number>();
    hits.set(file, lines);
    for (const line of descend(element, 'lines', 'line')) addLine(lines, line);
  }
  if (hits.size === 0 && !xml.root.children.some((child) => child.name === 'packages')) return unreadable('has no packages, not Cobertura');
  return { type: 'read', coverage: [...hits].map(([file, lines]) => ({ paths: placesOf(file, sources), ...lineHits(lines) })) };
}

function addLine(lines: Map<number, number>, line: XmlElement): void {
  const number = Number(line.attributes.get('number'));
  const count = Number(line.attributes.get('hits'));
  if (Number.isSafeInteger(number) && Number.isFinite(count)) lines.set(number, (lines.get(number) ?? 0) + count);
}

function placesOf(file: string, sources: readonly string[]): readonly string[] {
  if (file.startsWith('/') || /^[A-Za-z]:[\\/]/.test(file)) return [file];
  return [...sources.map((source) => `${source.replace(/[\\/]+$/, '')}/${file}`), file];
}

function descend(parent: XmlElement, group: string, name: string): readonly XmlElement[] {
  return parent.children.filter((child) => child.name === group).flatMap((child) => child.children.filter((each) => each.name === name));
}
