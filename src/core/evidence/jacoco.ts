import { lineHits } from './line-hits.ts';
import { unreadable, type CoverageReading, type RawCoverage } from './reading.ts';
import { readXml, type XmlElement } from './xml.ts';

const SOURCES = ['src/main/java', 'src/main/kotlin', 'src/main/scala', 'src/main/groovy', 'src'];

/** Reads JaCoCo's XML, with groups of modules or without; a line counts as covered once an instruction of it ran. Never throws. */
export function readJacoco(text: string): CoverageReading {
  const xml = readXml(text);
  if (xml.type === 'unreadable') return xml;
  if (xml.root.name !== 'report') return unreadable(`is XML with the root element "${xml.root.name}", not JaCoCo`);
  return { type: 'read', coverage: packagesIn(xml.root, [xml.root.attributes.get('name') ?? '']) };
}

function packagesIn(parent: XmlElement, modules: readonly string[]): readonly RawCoverage[] {
  return parent.children.flatMap((child) => {
    const name = child.attributes.get('name') ?? '';
    if (child.name === 'group') return packagesIn(child, [name, ...modules]);
    return child.name === 'package' ? child.children.filter((one) => one.name === 'sourcefile').map((file) => fileCoverage(file, name, modules)) : [];
  });
}

function fileCoverage(file: XmlElement, directory: string, modules: readonly string[]): RawCoverage {
  const path = [directory, file.attributes.get('name') ?? ''].filter((part) => part !== '').join('/');
  const places = SOURCES.map((source) => `${source}/${path}`);
  const hits = new Map(file.children.filter((one) => one.name === 'line').map((line) => [Number(line.attributes.get('nr')), Number(line.attributes.get('ci'))]));
  return { paths: [...modules.filter((name) => name !== '').flatMap((name) => places.map((place) => `${name}/${place}`)), ...places], ...lineHits(hits) };
}
