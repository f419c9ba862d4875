/** What a compiler says, in the one form in which evidence tells of it: one failing test, the first error in its message. */
import { failureMessage, type RawTest } from './reading.ts';

/** Stands for a package, crate or project that did not compile. */
export const BUILD_TEST = 'build';

interface Found {
  readonly place: string;
  readonly message: string;
}

const FORMS: readonly ((text: string) => Found | null)[] = [rustc, javac, plain];

/** The failing test of what did not compile; `output` is the compiler's. */
export function brokenBuild(name: string, output: string): RawTest {
  return { suite: [name], name: BUILD_TEST, status: 'failed', file: null, durationMs: null, message: failureMessage(compileMessage(output)) };
}

/** `does not compile: <file>:<line>: <message>`, followed by what the compiler printed; the text as it is where no error is found in it. */
export function compileMessage(text: string): string {
  const first = firstError(text);
  return first === null ? `does not compile:\n${text}` : `does not compile: ${first}\n${text}`;
}

/** `<file>:<line>: <message>` of the first error; `null` if none of the known forms is in the text. */
export function firstError(text: string): string | null {
  for (const form of FORMS) {
    const found = form(text);
    if (found !== null) return `${found.place === '' ? '' : `${found.place}: `}${found.message}`;
  }
  return null;
}

/** rustc: the message, and the place on a line below it. */
function rustc(text: string): Found | null {
  const match = /^error(?:\[\w+\])?: (.*)\n(?:[^\n]*\n)??\s*--> (\S[^\n]*?:\d+)(?::\d+)?$/m.exec(text);
  return match === null ? null : { message: match[1]!, place: match[2]! };
}

/** javac through Maven (`[ERROR] /a/B.java:[3,5] message`), and javac by itself (`/a/B.java:3: error: message`). */
function javac(text: string): Found | null {
  const maven = /^\[ERROR\] (\S[^\n]*?\.(?:java|kt|groovy|scala)):\[(\d+),\d+\] (?:error: )?(.*)$/m.exec(text);
  if (maven !== null) return { place: `${maven[1]!}:${maven[2]!}`, message: maven[3]! };
  const alone = /^(\S[^\n]*?\.java:\d+): error: (.*)$/m.exec(text);
  return alone === null ? null : { place: alone[1]!, message: alone[2]! };
}

/** Go, and everything that prints `file:line:column: message`. */
function plain(text: string): Found | null {
  const match = /^(?:vet: )?((?:[^\s:]|[^\s:][^\n:]*[^\s:])\.\w+:\d+)(?::\d+)?: (.*)$/m.exec(text);
  return match === null ? null : { place: match[1]!, message: match[2]! };
}
