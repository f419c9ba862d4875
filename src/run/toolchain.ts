/** Which commands set up, lint and test this repository: the user's, else what its manifests say. */
import { detectToolchain } from '../core/evidence/detect.ts';
import type { Toolchain } from '../core/model/check.ts';
import type { Settings } from '../core/model/settings.ts';
import type { TreeEntry } from '../core/ports.ts';
import type { RunPorts } from './session.ts';
import { sourceTree } from './source-tree.ts';

/** Read in one go where they exist: most detections ask for several of them, one after the other. */
const MANIFESTS = ['package.json', 'package-lock.json', 'tsconfig.json', 'pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements.txt', 'requirements-dev.txt'];

export async function surveyToolchain(settings: Settings, entries: readonly TreeEntry[], ports: RunPorts): Promise<Toolchain> {
  const tree = sourceTree(ports.git, entries);
  const prefix = settings.workingDirectory === '' ? '' : `${settings.workingDirectory}/`;
  await tree.readMany?.(MANIFESTS.map((name) => prefix + name));
  return detectToolchain({
    files: entries.map(({ path }) => path),
    read: (path) => tree.read(path),
    installed: async (path) => (await ports.files.stat(`${ports.git.root}/${path}`)) !== null,
    onPath: ports.onPath,
    workingDirectory: settings.workingDirectory,
    settings,
  });
}
