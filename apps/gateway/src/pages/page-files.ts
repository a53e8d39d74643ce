import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file as browsers get it. */
export interface PageFile {
  readonly type: string;
  readonly body: string;
  /** Of the body: whoever has it is not sent it again. */
  readonly etag: string;
}

/** Every file of the pages, by its path below the folder of the pages. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const PAGES = new URL('../../web', import.meta.url);

/** The modules of packages that pages import by name, and where browsers find them. */
const PACKAGES: readonly (readonly [name: string, path: string, file: URL])[] = [
  ['preact', 'packages/preact.js', new URL('../../../../node_modules/preact/dist/preact.mjs', import.meta.url)],
  [
    'preact/hooks',
    'packages/preact-hooks.js',
    new URL('../../../../node_modules/preact/hooks/dist/hooks.mjs', import.meta.url),
  ],
];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Where assets are found. */
export const ASSETS = '/assets/';

const IMPORT = /(from\s*|import\s*)(["'])(preact(?:\/hooks)?)\2/g;

const withPlaces = (source: string): string =>
  source.replace(IMPORT, (_all, word: string, _quote, name: string) => {
    const path = PACKAGES.find(([known]) => known === name)?.[1] ?? name;
    return `${word}'${ASSETS}${path}'`;
  });

const fileOf = (path: string, source: string): PageFile => {
  const extension = extname(path);
  const stripped = extension === '.ts' ? stripTypeScriptTypes(source) : source;
  const body = ['.ts', '.js'].includes(extension) ? withPlaces(stripped) : stripped;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { type: TYPES[extension] ?? 'application/octet-stream', body, etag };
};

const isServed = (path: string): boolean => extname(path) in TYPES && !path.endsWith('.spec.ts');

/**
 * Reads the pages: modules lose their types, as those of services do, and find packages by address. Once, at start: what is
 * served is what was there then.
 */
export const readPages = (): PageFiles => {
  const folder = fileURLToPath(PAGES);
  const own = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isServed)
    .map((path) => [path.split(sep).join('/'), fileOf(path, readFileSync(join(folder, path), 'utf8'))] as const);
  const packages = PACKAGES.map(([, path, file]) => [path, fileOf(path, readFileSync(file, 'utf8'))] as const);
  return new Map([...own, ...packages]);
};
