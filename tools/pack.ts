/**
 * Makes the two packages that outsiders install, as tarballs: `node tools/pack.ts [outFolder]` (default: dist).
 *
 * Inside this repository every package runs as TypeScript. What is packed is JavaScript with declarations, for Node 22.19
 * and later. The other packages of the workspace that the kit stands on travel inside the kit's tarball; the conformance
 * suite uses the very same copies through the kit, since an error is recognised by its class, and two copies of a class are
 * two classes.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCOPE = '@yihaotong/';
const NODE = '>=22.19';

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  exports: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Packs both and resolves to the paths of their tarballs. */
export async function pack(outFolder: string): Promise<{ kit: string; conformance: string }> {
  const stage = await mkdtemp(join(tmpdir(), 'yihaotong-pack-'));
  try {
    const inside = await closure('adapter-kit');
    await emit([...inside, 'adapter-kit', 'adapter-conformance'], stage);
    await mkdir(outFolder, { recursive: true });
    return {
      kit: await tarball(await stageKit(stage, inside), outFolder),
      conformance: await tarball(await stageConformance(stage, inside), outFolder),
    };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

const manifestOf = async (name: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(ROOT, 'packages', name, 'package.json'), 'utf8'));

/** The packages of the workspace on which this one stands, directly or not. */
async function closure(name: string, found: string[] = []): Promise<string[]> {
  const { dependencies = {} } = await manifestOf(name);
  for (const dependency of Object.keys(dependencies)) {
    if (!dependency.startsWith(SCOPE)) continue;
    const below = dependency.slice(SCOPE.length);
    if (found.includes(below)) continue;
    found.push(below);
    await closure(below, found);
  }
  return found;
}

/** Compiles the packages to `<stage>/out/<name>/src`, and copies what is read at run time beside the code. */
async function emit(names: readonly string[], stage: string): Promise<void> {
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rootDir: join(ROOT, 'packages'),
      outDir: join(stage, 'out'),
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    include: names.map((name) => join(ROOT, 'packages', name, 'src')),
    exclude: [],
  };
  const configFile = join(stage, 'tsconfig.json');
  await writeFile(configFile, JSON.stringify(config));
  await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', configFile]).catch((error: { stdout?: string }) => {
    throw new Error(`the packages do not compile:\n${error.stdout ?? ''}`);
  });
  for (const name of names) {
    const compiled = join(stage, 'out', name, 'src');
    await cp(join(ROOT, 'packages', name, 'src'), compiled, {
      recursive: true,
      filter: (path) => !path.endsWith('.ts'),
    });
    await renameModules(compiled);
  }
}

/** Modules that are named by a URL, for a thread or a process of their own: the compiler renames only those imported. */
async function renameModules(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const path = join(folder, name);
    const code = await readFile(path, 'utf8');
    const renamed = code.replaceAll(
      /new URL\('(\.[^']+)\.ts', import\.meta\.url\)/g,
      "new URL('$1.js', import.meta.url)",
    );
    if (renamed !== code) await writeFile(path, renamed);
  }
}

/** The kit, with the packages below it in its node_modules, and a door to each of them for the suite. */
async function stageKit(stage: string, inside: readonly string[]): Promise<string> {
  const folder = join(stage, 'adapter-kit');
  const kit = await manifestOf('adapter-kit');
  const dependencies = thirdParty(kit);
  await cp(join(stage, 'out/adapter-kit/src'), join(folder, 'dist'), { recursive: true });
  for (const name of inside) {
    const manifest = await manifestOf(name);
    Object.assign(dependencies, thirdParty(manifest));
    const below = join(folder, 'node_modules', SCOPE + name);
    await cp(join(stage, 'out', name, 'src'), join(below, 'dist'), { recursive: true });
    await writeManifest(below, { ...head(manifest), exports: entries(manifest) });
    await reexport(join(folder, 'dist/inside'), name, SCOPE + name);
  }
  await writeManifest(folder, {
    ...head(kit),
    engines: { node: NODE },
    files: ['dist'],
    exports: { ...entries(kit), './inside/*': entry('inside/*') },
    dependencies: { ...dependencies, ...bundledVersions(inside, kit.version) },
    bundleDependencies: inside.map((name) => SCOPE + name),
  });
  await copyPapers('adapter-kit', folder);
  return folder;
}

/** The suite; each package below the kit is there as a door that leads into the kit. */
async function stageConformance(stage: string, inside: readonly string[]): Promise<string> {
  const folder = join(stage, 'adapter-conformance');
  const suite = await manifestOf('adapter-conformance');
  await cp(join(stage, 'out/adapter-conformance/src'), join(folder, 'dist'), { recursive: true });
  for (const name of inside) {
    const below = join(folder, 'node_modules', SCOPE + name);
    await reexport(join(below, 'dist'), 'index', `${SCOPE}adapter-kit/inside/${name}`);
    await writeManifest(below, { ...head(await manifestOf(name)), exports: { '.': entry('index') } });
  }
  await writeManifest(folder, {
    ...head(suite),
    engines: { node: NODE },
    files: ['dist'],
    exports: entries(suite),
    dependencies: { ...thirdParty(suite), ...bundledVersions(inside, suite.version) },
    peerDependencies: { [`${SCOPE}adapter-kit`]: suite.version },
    bundleDependencies: inside.map((name) => SCOPE + name),
  });
  await copyPapers('adapter-conformance', folder);
  return folder;
}

async function reexport(folder: string, file: string, from: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const ending of ['js', 'd.ts']) await writeFile(join(folder, `${file}.${ending}`), `export * from '${from}';\n`);
}

function head({ name, version, description, license }: Manifest) {
  return { name, version, description, license, type: 'module' };
}

/** What a package exports from its sources, where it stands once compiled; the rest is for this repository. */
function entries({ exports }: Manifest) {
  const compiled = Object.entries(exports).flatMap(([name, path]) => {
    const file = /^\.\/src\/(.+)\.ts$/.exec(path)?.[1];
    return file ? [[name, entry(file)] as const] : [];
  });
  return Object.fromEntries(compiled);
}

const entry = (file: string) => ({ types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` });

const bundledVersions = (names: readonly string[], version: string) =>
  Object.fromEntries(names.map((name) => [SCOPE + name, version]));

/** What npm has to bring; the types too that the declarations speak of (`@types/express`). */
function thirdParty({ dependencies = {}, devDependencies = {} }: Manifest): Record<string, string> {
  const types = Object.entries(devDependencies).filter(([name]) => name.startsWith('@types/'));
  const others = Object.entries(dependencies).filter(([name]) => !name.startsWith(SCOPE));
  return Object.fromEntries([...others, ...types]);
}

async function writeManifest(folder: string, manifest: object): Promise<void> {
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Readme and licence, where they are. */
async function copyPapers(name: string, folder: string): Promise<void> {
  const papers = [join(ROOT, 'packages', name, 'README.md'), join(ROOT, 'LICENSE')];
  for (const paper of papers)
    await cp(paper, join(folder, paper.split('/').at(-1) ?? ''), { force: true }).catch(absent);
}

function absent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function tarball(folder: string, outFolder: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', outFolder], { cwd: folder });
  const [packed]: { filename: string }[] = JSON.parse(stdout);
  if (!packed) throw new Error(`npm packed nothing of ${folder}`);
  return join(outFolder, packed.filename);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await pack(resolve(process.argv[2] ?? join(ROOT, 'dist')));
  for (const path of Object.values(made)) console.log(path);
}
