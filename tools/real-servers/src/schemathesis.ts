import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, run } from './processes.ts';

const RECIPE = fileURLToPath(new URL('../recipes/schemathesis/', import.meta.url));
const INSTALL_PYTHON = 'install Python 3.10 or newer with venv (Debian: apt-get install python3-venv)';

/** pip's own scripts name the folder in which they were made; this one works wherever the folder is moved. */
const COMMAND = `#!/bin/sh
exec "$(dirname "$0")/bin/python" -c 'import sys; from schemathesis.cli import schemathesis; sys.argv[0] = "schemathesis"; schemathesis()' "$@"
`;

/** Makes the Python environment of schemathesis when it is not in the cache yet; gives the path of its command. */
export async function getSchemathesis(): Promise<string> {
  const place = await cached('schemathesis', RECIPE, async (folder, recipe) => {
    await run('python3', ['-m', 'venv', folder], { toInstall: INSTALL_PYTHON });
    const install = ['-m', 'pip', 'install', '--quiet', '-r', join(recipe, 'requirements.txt')];
    await run(join(folder, 'bin', 'python'), install, { toInstall: INSTALL_PYTHON });
    await writeFile(join(folder, 'schemathesis'), COMMAND);
    await chmod(join(folder, 'schemathesis'), 0o755);
  });
  return join(place, 'schemathesis');
}
