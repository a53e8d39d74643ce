import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { z } from 'zod';
import { closedSchema } from './closed-schema.ts';

const FOLDER = join(import.meta.dirname, '../schemas');

const kubernetes = z.object({
  kinds: z.record(z.string(), z.string()),
  definitions: z.record(z.string(), z.unknown()),
});

const definition = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: z.unknown() }) })),
  }),
});

/** A manifest, as far as it says what it is. */
export const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** One rendered object. */
export type Manifest = z.infer<typeof manifest>;

/** The kinds that are known, by `<apiVersion>/<kind>`. */
export type Kinds = ReadonlyMap<string, ValidateFunction>;

const ownKinds = (ajv: Ajv): readonly (readonly [string, ValidateFunction])[] => {
  const { kinds, definitions } = kubernetes.parse(JSON.parse(readFileSync(join(FOLDER, 'kubernetes.json'), 'utf8')));
  const closed = closedSchema(definitions);
  return Object.entries(kinds).map(([kind, name]) => [
    kind,
    ajv.compile({ $ref: `#/definitions/${name}`, definitions: closed }),
  ]);
};

const customKinds = (ajv: Ajv, file: string): readonly (readonly [string, ValidateFunction])[] => {
  const { spec } = definition.parse(parse(readFileSync(join(FOLDER, file), 'utf8')));
  return spec.versions.map(({ name, schema }) => [
    `${spec.group}/${name}/${spec.names.kind}`,
    ajv.compile(closedSchema(schema.openAPIV3Schema) as object),
  ]);
};

/** Reads the schemas of Kubernetes, Strimzi and KEDA that are kept in `schemas`. */
export const loadKinds = (): Kinds => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return new Map([...ownKinds(ajv), ...files.flatMap((file) => customKinds(ajv, file))]);
};

/** What is wrong with a manifest, one line each; nothing for one that its kind allows. */
export const problemsOf = (kinds: Kinds, object: Manifest): readonly string[] => {
  const kind = `${object.apiVersion}/${object.kind}`;
  const isValid = kinds.get(kind);
  if (isValid === undefined) return [`${kind} is no kind that is known here`];
  const name = `${object.kind} ${object.metadata.name}`;
  // It says of what it takes to be valid that it is nothing else, and of what it does not, that it is nothing.
  const isRight: boolean = isValid(object);
  if (isRight) return [];
  return (isValid.errors ?? []).map(
    ({ instancePath, message = 'is wrong', params }) => `${name}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
};
