import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/** What the build appends to the name of a file that it compressed. */
const COMPRESSED = '.br';

/** True if the file is there, as it is or compressed. */
export function hasAsset(path: string): boolean {
  return existsSync(path) || existsSync(path + COMPRESSED);
}

/** The bytes of a file that comes with the engine. The bundler turns the `URL` of such a file into a path. */
export function readAsset(place: string | URL): Uint8Array {
  const path = place instanceof URL ? fileURLToPath(place) : place;
  return existsSync(path) ? readFileSync(path) : brotliDecompressSync(readFileSync(path + COMPRESSED));
}
