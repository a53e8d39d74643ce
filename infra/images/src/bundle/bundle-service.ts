import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { copyPackages } from './installed-packages.ts';
import { ownPlaces } from './own-places.ts';

/** What is bundled, from where, to where. */
export interface BundleOptions {
  /** The root of the repository. */
  readonly root: string;
  /** The file that runs the service. */
  readonly main: string;
  /** The folder of the bundle; what is in it is removed first. */
  readonly out: string;
}

/** Packages that find files of their own by where they lie, and so are installed beside the bundle. */
const FOUND_BY_PLACE = ['piscina', '@fastify/swagger-ui'];

/** What only CommonJS has, for the packages that are written in it. */
const FOR_COMMON_JS = `import { createRequire as troupeRequire } from 'node:module';
const require = troupeRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;`;

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'error',
  external: [...FOUND_BY_PLACE, 'pg-native', 'pino-pretty'],
  banner: { js: FOR_COMMON_JS },
};

const externalsOf = ({ outputs }: Metafile): readonly string[] => {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return FOUND_BY_PLACE.filter((name) => imported.includes(name));
};

/** The module stays where it was: it hands on what is now at the root of the bundle. */
const leaveWord = (path: string, bundled: string, out: string): void => {
  const file = join(out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `export * from '${relative(dirname(file), join(out, bundled))}';\n`);
};

/**
 * Makes of a service one folder that runs with Node alone, by `node main.js` in it: its modules and packages in a few files,
 * and beside them what they look for by place: prompts, scripts, threads, packages that cannot be bundled. Source maps name
 * the lines of the source.
 * @throws what esbuild says of sources that do not fit together
 */
export const bundleService = async ({ root, main, out }: BundleOptions): Promise<void> => {
  rmSync(out, { recursive: true, force: true });
  const found = { modules: new Set<string>(), files: new Set<string>() };
  const plugins = [ownPlaces(root, found)];
  const { metafile } = await build({
    ...COMMON,
    metafile: true,
    plugins,
    entryPoints: { main },
    outdir: out,
    splitting: true,
  });
  const packages = [...externalsOf(metafile)];
  for (const path of found.modules) {
    const bundled = `${basename(path, '.ts')}.js`;
    const entry = join(root, path);
    const made = await build({ ...COMMON, metafile: true, plugins, entryPoints: [entry], outfile: join(out, bundled) });
    packages.push(...externalsOf(made.metafile));
    leaveWord(path, bundled, out);
  }
  for (const path of found.files) cpSync(join(root, path), join(out, path), { recursive: true });
  copyPackages(packages, { root, out });
  writeFileSync(join(out, 'package.json'), '{ "private": true, "type": "module" }\n');
};
