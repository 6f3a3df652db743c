// Builds what runs: src/ transpiled file by file to dist/server (no type-check, no bundle but for two packages of very
// many files), migrations beside it, and web/ by vite to dist/web. Each half is skipped while the hash of its sources is
// the same.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** Packages of hundreds of files each, of which a start reads all: as one file each they load in a quarter of the time. */
const ONE_FILE = ['typebox', 'typebox/value', 'kysely'];
const COMMON = ['package-lock.json', 'scripts/build.mjs', 'tsconfig.json'];

/** Builds what is not up to date. `say` hears of each step that takes time. */
export async function ensureBuilt({ web = true, say = () => {} } = {}) {
  // Found as ../../../migrations from src/adapters/database and from dist/server/adapters/database alike.
  await half('migrations', ['migrations'], (out) => cpSync(join(root, 'migrations'), out, { recursive: true }), say);
  await half('server', ['src', ...COMMON], buildServer, say);
  if (web && existsSync(join(root, 'web/index.html'))) await half('web', ['web', 'src/kernel', ...COMMON], buildWeb, say);
}

/** A half is built aside and moved into place whole, so that a killed build leaves the old one or none. */
async function half(name, sources, build, say) {
  const target = join(dist, name);
  const hash = hashOf(sources);
  const upToDate = () => existsSync(join(target, '.sources')) && readFileSync(join(target, '.sources'), 'utf8') === hash;
  if (upToDate()) return;
  if (name !== 'migrations') say(`building the ${name}`);
  const fresh = join(dist, `${name}.${process.pid}`);
  const old = join(dist, `${name}.old.${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await build(fresh);
    writeFileSync(join(fresh, '.sources'), hash);
    for (let tries = 1; !upToDate(); tries += 1) {
      try {
        if (existsSync(target)) renameSync(target, old);
        renameSync(fresh, target);
      } catch (error) {
        // Another start was between the same two moves.
        if (tries >= 10) throw error;
      }
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

async function buildServer(out) {
  const { build } = await import('esbuild').catch((error) => {
    throw notInstalled('esbuild', error);
  });
  const files = filesUnder(join(root, 'src')).filter((file) => !/\.(test\.tsx?|md)$/.test(file));
  const code = files.filter((file) => /(?<!\.d)\.tsx?$/.test(file));
  const common = { format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning', bundle: true };
  const packages = Object.fromEntries(ONE_FILE.map((name) => [name, name]));
  await build({ ...common, entryPoints: packages, splitting: true, outdir: join(out, 'packages') });
  await build({ ...common, entryPoints: code, outbase: join(root, 'src'), outdir: out, jsx: 'automatic', plugins: [besideEachOther(out)] });
  for (const asset of files.filter((file) => !/\.tsx?$/.test(file))) {
    cpSync(asset, join(out, relative(join(root, 'src'), asset)), { recursive: true });
  }
}

/** Leaves every import as it is written, except those of packages that are one file here. */
function besideEachOther(out) {
  return {
    name: 'beside-each-other',
    setup: (plugin) =>
      plugin.onResolve({ filter: /.*/ }, ({ kind, path, resolveDir }) => {
        if (kind === 'entry-point') return undefined;
        if (!ONE_FILE.includes(path)) return { path, external: true };
        const folder = join(out, relative(join(root, 'src'), resolveDir));
        const file = relative(folder, join(out, 'packages', `${path}.js`)).replaceAll(sep, '/');
        return { path: file.startsWith('.') ? file : `./${file}`, external: true };
      }),
  };
}

/** In a process of its own: vite would set NODE_ENV for all that follows. */
async function buildWeb(out) {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite)) throw notInstalled('vite');
  const child = spawn(process.execPath, [vite, 'build', 'web', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The web app could not be built:\n${complaints.slice(-4_000)}`);
}

function notInstalled(name, cause) {
  return new Error(`Paydesk is not built and ${name} is not installed: run npm ci with development packages.`, { cause });
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    if (!existsSync(path)) continue;
    for (const file of filesUnder(path)) {
      if (/\.(test\.tsx?|md)$/.test(file)) continue;
      hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.slice(path.length).includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureBuilt({ say: (text) => process.stderr.write(`${text}\n`) });
}
