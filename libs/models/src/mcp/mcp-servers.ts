import { readFileSync } from 'node:fs';
import { ensureError, isDuration, TroupeError } from '@troupe/contracts';
import { z } from 'zod';

const common = {
  /** The tools of it that may be called, by the names that it gives them. */
  allow: z.array(z.string().min(1)).min(1),
  /** How long one call may take. */
  timeout: z.string().refine(isDuration, "must be a duration, such as '30s'").default('60s'),
};

const program = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  /** What it is given of the environment, besides PATH and its like. */
  env: z.record(z.string(), z.string()).default({}),
  ...common,
});

const address = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  headers: z.record(z.string(), z.string()).default({}),
  ...common,
});

const file = z.strictObject({
  servers: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'has to be in kebab-case'), z.looseObject({})),
});

/** How one server of tools is reached, and what of it may be used. */
export type McpServer = z.infer<typeof program> | z.infer<typeof address>;

/** Servers of tools by name. */
export type McpServers = Readonly<Record<string, McpServer>>;

const PLACE = /\$\{([A-Z][A-Z0-9_]*)\}/g;

/** Puts variables of the environment into texts, so that no secret has to stand in the file. */
const fillFrom = (environment: NodeJS.ProcessEnv) => {
  const missing = new Set<string>();
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replaceAll(PLACE, (_, name: string) => environment[name] ?? (missing.add(name), ''));
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  return { fill, missing };
};

const invalid = (why: string): TroupeError => new TroupeError('CONFIG_INVALID', `MCP_SERVERS: ${why}`);

const parsed = <Read>(shape: z.ZodType<Read>, given: unknown, at: string): Read => {
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  throw invalid(read.error.issues.map(({ path, message }) => `${[at, ...path].join('.')} ${message}`).join('; '));
};

/**
 * Reads which servers of tools there are: `{ "servers": { "files": { "command": "…", "args": […], "allow": ["read"] } } }`, or
 * with `url` and `headers` for one that runs elsewhere. `${NAME}` stands for a variable of the environment.
 * @throws TroupeError CONFIG_INVALID naming what is wrong or missing, never a value
 */
export const readMcpServers = (json: unknown, environment: NodeJS.ProcessEnv = {}): McpServers => {
  const { fill, missing } = fillFrom(environment);
  const filled = fill(json);
  if (missing.size > 0) throw invalid(`${[...missing].join(', ')} missing in the environment`);
  const { servers } = parsed(file, filled, 'the file');
  return Object.fromEntries(
    Object.entries(servers).map(([name, given]) => [
      name,
      'url' in given ? parsed(address, given, name) : parsed(program, given, name),
    ]),
  );
};

/**
 * Reads the file that `MCP_SERVERS` names; without it there are none.
 * @throws TroupeError CONFIG_INVALID
 */
export const mcpServersFrom = (environment: NodeJS.ProcessEnv): McpServers => {
  const path = environment['MCP_SERVERS'];
  if (path === undefined || path === '') return {};
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw invalid(`its file cannot be read: ${ensureError(error).message}`);
  }
  return readMcpServers(json, environment);
};
