import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { EventSchema, SchemaFile } from '../src/avro.ts';
import { checkNames, checkSchema } from './check-schema.ts';
import { generateEvent, generateIndex } from './generate-event.ts';

/** Reads schemas/<domain>/<event.type>.avsc, sorted by event type. @throws SyntaxError naming the file. */
export const readSchemas = (root: string): readonly SchemaFile[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.avsc'))
    .map((path) => {
      const [domain = '', ...rest] = path.split('/');
      return {
        path: `schemas/${path}`,
        domain,
        type: rest.join('/').replace(/\.avsc$/, ''),
        schema: parseSchema(join(root, path), readFileSync(join(root, path), 'utf8')),
      };
    })
    .sort((a, b) => a.type.localeCompare(b.type));

/** A schema from its text; nothing of it is checked yet. @throws SyntaxError naming the file */
export const parseSchema = (path: string, text: string): EventSchema => {
  try {
    // Checked by checkSchema before anything relies on it.
    return JSON.parse(text) as EventSchema;
  } catch (error) {
    throw new SyntaxError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** The generated files by path below the output folder. @throws Error listing every problem of every schema. */
export const generateAll = (files: readonly SchemaFile[]): ReadonlyMap<string, string> => {
  const problems = [...files.flatMap(checkSchema), ...checkNames(files)];
  if (problems.length > 0) throw new Error(`schemas cannot be generated:\n  ${problems.join('\n  ')}`);
  return new Map([
    ...files.map((file): [string, string] => [join(file.domain, `${file.type}.ts`), generateEvent(file)]),
    ['index.ts', generateIndex(files)],
  ]);
};

/** What is on disk and would not be generated as it is now, by path below `out`. */
export const staleFiles = (out: string, wanted: ReadonlyMap<string, string>): readonly string[] => {
  const existing = existingFiles(out);
  const changed = [...wanted].filter(([path, content]) => existing.get(path) !== content).map(([path]) => path);
  const removed = [...existing.keys()].filter((path) => !wanted.has(path));
  return [...changed, ...removed];
};

const existingFiles = (out: string): ReadonlyMap<string, string> => {
  try {
    const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    return new Map(paths.map((path) => [path, readFileSync(join(out, path), 'utf8')]));
  } catch {
    return new Map();
  }
};

/** Replaces what lies in `out`. */
export const writeAll = (out: string, wanted: ReadonlyMap<string, string>): void => {
  rmSync(out, { recursive: true, force: true });
  for (const [path, content] of wanted) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), content);
  }
};

/** `node libs/contracts/generator/main.ts [--check]`. */
export const main = (args: readonly string[], root: string): number => {
  const out = join(root, 'libs/contracts/src/generated');
  const wanted = generateAll(readSchemas(join(root, 'schemas')));
  const stale = staleFiles(out, wanted);
  if (stale.length === 0) return 0;
  if (args.includes('--check')) {
    const list = stale.map((path) => relative(root, join(out, path))).join(', ');
    process.stderr.write(`generated types are out of date (${list}): run \`npm run generate\` and commit the result\n`);
    return 1;
  }
  writeAll(out, wanted);
  process.stdout.write(`wrote ${wanted.size} files to libs/contracts/src/generated\n`);
  return 0;
};
