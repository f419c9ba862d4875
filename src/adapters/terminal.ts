import type { Reporter } from '../core/ports.ts';

export interface TerminalStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Control characters, without tab and line feed: child output must not move a cursor or set a title. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The log for people at a shell: groups are indented headings; secrets are blanked. */
export function terminalReporter(streams: TerminalStreams): Reporter {
  const secrets = new Set<string>();
  let depth = 0;
  const clean = (text: string): string => {
    let result = text.replace(CONTROL, '');
    for (const secret of secrets) result = result.replaceAll(secret, '***');
    return result;
  };
  const line = (write: (text: string) => void, text: string): void => {
    const indent = '  '.repeat(depth);
    write(`${clean(text).split('\n').map((part) => indent + part).join('\n')}\n`);
  };
  return {
    async group(title, action) {
      line(streams.out, title);
      depth += 1;
      try {
        return await action();
      } finally {
        depth -= 1;
      }
    },
    info: (text) => { line(streams.out, text); },
    warning: (text) => { line(streams.error, `warning: ${text}`); },
    error: (text) => { line(streams.error, `error: ${text}`); },
    mask: (secret) => { if (secret.trim() !== '') secrets.add(secret); },
    // Files are written by whoever knows their paths; a terminal shows the log.
    summary: () => Promise.resolve(),
  };
}
