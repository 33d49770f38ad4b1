// Builds dist/create_ml_project-<version>-py3-none-any.whl: `uvx create-ml-project` from what `npm pack` makes. Needs uv.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-wheel-'));
try {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  cpSync(join(root, 'wheel'), folder, { recursive: true });
  for (const name of ['README.md', 'LICENSE']) cpSync(join(root, name), join(folder, name));
  execFileSync('tar', ['-xzf', filename, '-C', 'create_ml_project'], { cwd: folder });
  execFileSync('uv', ['build', '--quiet', '--wheel', '--out-dir', join(root, 'dist'), folder], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
