import { readAsset } from './asset.ts';

/**
 * The bytes of SQLite's WebAssembly module. Alone in its file on purpose: the bundler follows this literal and copies the asset, but its parser knows
 * only ES2020; a `??=` or a `1_000` anywhere in the file makes it fall back to a copy with spoilt bytes.
 */
export function readDatabaseWasm(): Uint8Array {
  return readAsset(new URL('../../node_modules/sql.js/dist/sql-wasm-browser.wasm', import.meta.url));
}
