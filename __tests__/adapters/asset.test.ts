import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

import { hasAsset, readAsset } from '../../src/adapters/asset.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const directories = temporaryDirectories();
const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * index) % 251);

describe('files that come with the engine', () => {
  it.each([['as it is', 'a.wasm', bytes], ['compressed', 'a.wasm.br', brotliCompressSync(bytes)]])('are read by their name, %s', async (_, name, content) => {
    const directory = await directories.make();
    const path = join(directory, 'a.wasm');
    expect(hasAsset(path)).toBe(false);
    writeFileSync(join(directory, name), content);
    expect(hasAsset(path)).toBe(true);
    expect(Buffer.from(readAsset(path)).equals(bytes)).toBe(true);
    expect(Buffer.from(readAsset(pathToFileURL(path))).equals(bytes)).toBe(true);
  });

  it('are named where they are missing', async () => {
    const path = join(await directories.make(), 'absent.wasm');
    expect(() => readAsset(path)).toThrow(/absent\.wasm\.br/);
  });
});
