import type { FindingLevel } from '../model/evidence.ts';
import { unreadable, type FindingsReading, type RawFinding } from './reading.ts';
import { readXml, type XmlElement } from './xml.ts';

/** Reads Checkstyle XML, which golangci-lint, PMD, detekt and ktlint write, too. `ignore` does not count. Never throws. */
export function readCheckstyle(text: string): FindingsReading {
  const xml = readXml(text);
  if (xml.type === 'unreadable') return xml;
  if (xml.root.name !== 'checkstyle') return unreadable(`is XML with the root element "${xml.root.name}", not Checkstyle`);
  return { type: 'read', findings: xml.root.children.filter(({ name }) => name === 'file').flatMap(fileFindings) };
}

function fileFindings(file: XmlElement): readonly RawFinding[] {
  const path = file.attributes.get('name') ?? '';
  return file.children.flatMap((error): readonly RawFinding[] => {
    const level = levelOf(error.attributes.get('severity') ?? 'error');
    if (level === null || (error.name !== 'error' && error.name !== 'exception')) return [];
    const source = error.attributes.get('source') ?? '';
    return [{
      tool: 'checkstyle', rule: source.split('.').at(-1)?.replace(/Check$/, '') || 'no-rule', level: error.name === 'exception' ? 'error' : level,
      path, line: Number(error.attributes.get('line') ?? 0) || 0, message: error.attributes.get('message') ?? error.text.trim(),
    }];
  });
}

function levelOf(severity: string): FindingLevel | null {
  if (severity === 'ignore') return null;
  return severity === 'warning' ? 'warning' : severity === 'info' ? 'note' : 'error';
}
