/** Which commands set up, lint and test this repository: the user's, else what its manifests say. */
import { detectToolchain, manifestsIn } from '../core/evidence/detect.ts';
import type { Toolchain } from '../core/model/check.ts';
import type { Settings } from '../core/model/settings.ts';
import type { TreeEntry } from '../core/ports.ts';
import type { RunPorts } from './session.ts';
import { sourceTree } from './source-tree.ts';

export async function surveyToolchain(settings: Settings, entries: readonly TreeEntry[], ports: RunPorts): Promise<Toolchain> {
  const tree = sourceTree(ports.git, entries);
  const files = entries.map(({ path }) => path);
  const executables = new Set(entries.filter(({ mode }) => mode === '100755').map(({ path }) => path));
  // Most detections ask for several of them, one after the other.
  await tree.readMany?.(manifestsIn(files, settings.workingDirectory));
  return detectToolchain({
    files,
    read: (path) => tree.read(path),
    installed: async (path) => (await ports.files.stat(`${ports.git.root}/${path}`)) !== null,
    onPath: ports.onPath,
    executable: (path) => executables.has(path),
    workingDirectory: settings.workingDirectory,
    settings,
  });
}
