import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sample, sampleDefinition, thrownBy } from '../codec/definitions.fixture.ts';
import { frame } from '../codec/wire-format.ts';
import { registerSchemas } from './register-schemas.ts';
import { createRegistryCodec } from './registry-codec.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const NOT_FOUND: (line: string) => Answer | undefined = () => ({ status: 404 });

/** A registry that says what it is told to; without an answer it never answers. */
const startRegistry = async (): Promise<{
  server: Server;
  url: string;
  heard: string[];
  answer: (text: string) => Answer | undefined;
}> => {
  const heard: string[] = [];
  const state = { heard, answer: NOT_FOUND };
  const server = createServer((request: IncomingMessage, response) => {
    const line = `${request.method} ${request.url}`;
    heard.push(line);
    const answer = state.answer(line);
    if (answer === undefined) return;
    response.writeHead(answer.status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(JSON.stringify(answer.body ?? { message: 'because', error_code: answer.status }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return Object.assign(state, { server, url: `http://127.0.0.1:${port}/apis/ccompat/v7` });
};

const definition = sampleDefinition();
const bytes = frame({ schemaId: 7, payload: Buffer.from([0]) });

describe('the registry codec', () => {
  let registry: Awaited<ReturnType<typeof startRegistry>>;
  beforeEach(async () => {
    registry = await startRegistry();
  });
  afterEach(() => {
    registry.server.closeAllConnections();
    registry.server.close();
  });
  const codec = (): ReturnType<typeof createRegistryCodec> =>
    createRegistryCodec({ url: registry.url, prefix: 't1.', timeoutMs: 200 });

  it('looks up and never registers', async () => {
    registry.answer = () => ({ status: 200, body: { id: 7 } });
    expect((await codec().encode(definition, sample)).readUInt32BE(1)).toBe(7);
    expect(registry.heard).toEqual(['POST /apis/ccompat/v7/subjects/t1.sample.taken-value']);
  });

  it.each([500, 503, 401, 429])('is worth trying again after status %d', async (status) => {
    registry.answer = () => ({ status });
    expect((await thrownBy(() => codec().encode(definition, sample))).code).toBe('REGISTRY_UNAVAILABLE');
    expect((await thrownBy(() => codec().decode(definition, bytes))).code).toBe('REGISTRY_UNAVAILABLE');
  });

  it('is worth trying again when nothing answers, or nobody is there', async () => {
    registry.answer = () => undefined;
    expect(await thrownBy(() => codec().decode(definition, bytes))).toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      retryable: true,
    });
    registry.server.closeAllConnections();
    await new Promise((resolve) => registry.server.close(resolve));
    expect((await thrownBy(() => codec().decode(definition, bytes))).code).toBe('REGISTRY_UNAVAILABLE');
    expect((await thrownBy(() => codec().warm([definition]))).code).toBe('REGISTRY_UNAVAILABLE');
    expect(await codec().ready()).toBe(false);
  });

  it('says that a schema or an id is unknown, naming it', async () => {
    const unregistered = await thrownBy(() => codec().encode(definition, sample));
    expect(unregistered).toMatchObject({
      code: 'SCHEMA_UNKNOWN',
      message: expect.stringContaining('t1.sample.taken-value'),
    });
    const unknown = await thrownBy(() => codec().decode(definition, bytes));
    expect(unknown).toMatchObject({ code: 'SCHEMA_UNKNOWN', message: expect.stringContaining('id 7') });
  });

  it('does not ask about an id that no registry gives', async () => {
    const value = frame({ schemaId: 4_000_000_000, payload: Buffer.alloc(0) });
    expect((await thrownBy(() => codec().decode(definition, value))).code).toBe('SCHEMA_UNKNOWN');
    expect(registry.heard).toEqual([]);
  });

  it('refuses a schema that is not Avro', async () => {
    registry.answer = () => ({ status: 200, body: { schema: '{"type":"object"}', schemaType: 'JSON' } });
    expect((await thrownBy(() => codec().decode(definition, bytes))).code).toBe('BYTES_UNDECODABLE');
  });

  describe('registering', () => {
    const register = (): Promise<unknown> => registerSchemas({ url: registry.url, prefix: 't1.' }, [definition]);

    it('sets the compatibility after the first version where the registry wants it so', async () => {
      const told: string[] = [];
      registry.answer = (line) => {
        told.push(line);
        if (line.endsWith('/versions')) return { status: 200, body: { id: 1 } };
        return { status: line.startsWith('PUT') && told.some((other) => other.endsWith('/versions')) ? 200 : 404 };
      };
      expect(await register()).toEqual([{ subject: 't1.sample.taken-value', id: 1, added: true }]);
      expect(told.at(-1)).toBe('PUT /apis/ccompat/v7/config/t1.sample.taken-value');
    });

    it('fails where the registry never lets it be set', async () => {
      registry.answer = (line) => (line.endsWith('/versions') ? { status: 200, body: { id: 1 } } : { status: 404 });
      expect(await thrownBy(register)).toMatchObject({
        code: 'SCHEMA_INCOMPATIBLE',
        message: expect.stringContaining('t1.sample.taken-value'),
      });
    });

    it('can be tried again when the registry fails', async () => {
      registry.answer = () => ({ status: 503 });
      expect((await thrownBy(register)).code).toBe('REGISTRY_UNAVAILABLE');
    });
  });
});
