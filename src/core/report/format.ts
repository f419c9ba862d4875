const MINUS = '\u2212';
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Groups thousands with commas, whatever the locale of the machine. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** At most `decimals` decimals, no trailing zeros: `3,214`, `0.25`, `−31`. */
export function number(value: number, decimals = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : `${value < 0 ? MINUS : ''}infinite`;
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction = ''] = fixed.split('.');
  const kept = fraction.replace(/0+$/, '');
  const text = grouped(whole) + (kept === '' ? '' : `.${kept}`);
  return value < 0 && text !== '0' ? MINUS + text : text;
}

/** Always with its sign, except zero: `+1.16`, `−0.5`, `0`. */
export function signed(value: number, decimals = 2): string {
  const text = number(value, decimals);
  return text === '0' || text.startsWith(MINUS) ? text : `+${text}`;
}

/** `1 test`, `212 tests`, `0 copies`. */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${number(amount)} ${amount === 1 ? singular : plural}`;
}

/** Milliseconds for people: `0.4 s`, `48 s`, `3 min 12 s`, `1 h 4 min`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${number(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return [`${minutes} min`, whole % 60 === 0 ? '' : `${whole % 60} s`].filter(Boolean).join(' ');
  return [`${Math.floor(minutes / 60)} h`, minutes % 60 === 0 ? '' : `${minutes % 60} min`].filter(Boolean).join(' ');
}

/** US dollars: `$0`, `$0.0123`, `$1.20`. */
export function money(dollars: number): string {
  if (dollars === 0) return '$0';
  return dollars < 0.1 ? `$${number(dollars, 4)}` : `$${dollars.toFixed(2)}`;
}

/** One line without control, invisible or bidirectional characters, cut to `limit` characters. */
export function oneLine(text: string, limit = 300): string {
  const flat = text.replace(/\s+/gu, ' ').replace(HIDDEN, '').trim();
  if (flat.length <= limit) return flat;
  // A cut through a surrogate pair would leave half a character.
  return `${flat.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`;
}

/** One line that ends like a sentence. */
export function sentence(text: string): string {
  const line = oneLine(text, 600);
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}

/** A name from the repository in backticks, which it cannot leave. */
export function quoted(name: string): string {
  return `\`${oneLine(name, 160).replaceAll('`', "'")}\``;
}

/** `a, b, c and 4 more`; sorted, so that the order of the input never shows. */
export function listed(names: readonly string[], limit = 3): string {
  const sorted = [...names].sort(byText);
  const shown = sorted.slice(0, limit).map(quoted).join(', ');
  return sorted.length > limit ? `${shown} and ${number(sorted.length - limit)} more` : shown;
}

/** Code unit order: the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
