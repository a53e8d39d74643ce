import { describe, expect, it } from '@jest/globals';
import { loadServiceConfig, type ServiceConfig } from '@troupe/agent-sdk';
import { codesIn, filesEndingWith, readText, tableRows } from './pages.ts';

const rows = tableRows(readText('docs/reference/configuration.md'), 'variable', 'default').map((row) => ({
  name: codesIn(row['variable'] ?? '')[0] ?? '',
  said: row['default'] ?? '',
}));

const shipped = filesEndingWith('.ts').filter(
  (path) => !/\.(spec|fixture)\.ts$|^(bench|libs\/testing|tools\/docs)\//.test(path),
);

const matches = (path: string, pattern: RegExp): readonly string[] =>
  [...readText(path).matchAll(pattern)].flatMap(([, name]) => name ?? []);

/** Read somewhere: env['NAME'], or a key of an object schema in a file of settings. */
const read = new Set([
  ...shipped.flatMap((path) => matches(path, /\benv(?:ironment)?\['([A-Z][A-Z_]+)'\]/g)),
  ...shipped
    .filter((path) =>
      /^(libs\/agent-sdk\/src\/config|libs\/models\/src\/settings\/model-settings|libs\/sandbox\/src\/sandbox-settings|apps\/[^/]+\/src\/settings)\.ts$/.test(
        path,
      ),
    )
    .flatMap((path) => matches(path, /^ +([A-Z][A-Z_]+): (?!\d)/gm)),
  ...matches('infra/local/src/stack-choice.ts', /'([A-Z][A-Z_]+_(?:IMAGE|URL|BROKERS))'/g),
]);

const needed = {
  KAFKA_BROKERS: 'broker:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8081',
  DATABASE_URL: 'postgres://user@database:5432/troupe',
};
const load = (environment: Readonly<Record<string, string>>): ServiceConfig =>
  loadServiceConfig(environment, { name: 'spec' });

const ofEveryService = matches('libs/agent-sdk/src/config.ts', /^ {4}([A-Z][A-Z_]+): (?!\d)/gm);

describe('docs/reference/configuration.md', () => {
  it('names every variable that is read, and no other', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...read].toSorted());
  });

  it.each(rows.filter(({ name }) => ofEveryService.includes(name)))(
    'says what $name is when nobody sets it',
    ({ name, said }) => {
      if (said === 'required') {
        expect(() => load({ ...needed, [name]: '' })).toThrow(`${name} is missing`);
        return;
      }
      const [value] = codesIn(said);
      expect(value !== undefined || ['none', 'empty'].includes(said)).toBe(true);
      expect(load({ ...needed, ...(value !== undefined && { [name]: value }) })).toEqual(load(needed));
    },
  );

  it('is complete in .env.example, but for what only the local stack reads', () => {
    const example = matches('.env.example', /^#? ?([A-Z][A-Z_]+)=/gm);
    expect(example).toEqual(rows.map(({ name }) => name).filter((name) => ofEveryService.includes(name)));
  });
});
