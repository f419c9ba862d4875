declare module 'sql.js/dist/sql-wasm-browser.js' {
  import type { SqlJsStatic } from 'sql.js';

  const initSqlJs: (config: { readonly wasmBinary: Uint8Array }) => Promise<SqlJsStatic>;
  export default initSqlJs;
}
