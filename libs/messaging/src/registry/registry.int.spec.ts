import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EVENT_TYPES } from '@troupe/contracts';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { sample, sampleDefinition, thrownBy, type SampleData } from '../codec/definitions.fixture.ts';
import { frame } from '../codec/wire-format.ts';
import { readDefinition } from './read-definition.ts';
import { registerSchemas, type RegisteredSchema } from './register-schemas.ts';
import { createRegistryCodec } from './registry-codec.ts';

jest.setTimeout(60_000);

describe('a real registry', () => {
  let place: IsolatedStack;
  beforeAll(async () => {
    place = await isolated('registry');
  });
  afterAll(() => place.drop());

  const register = (
    ...definitions: Parameters<typeof registerSchemas>[1][number][]
  ): Promise<readonly RegisteredSchema[]> =>
    registerSchemas({ url: place.schemaRegistryUrl, prefix: place.prefix }, definitions);
  const codec = (): ReturnType<typeof createRegistryCodec> =>
    createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });

  it('holds every event type there is, and registering again changes nothing', async () => {
    const first = await register(...EVENT_TYPES);
    expect(first.map(({ subject }) => subject)).toEqual(EVENT_TYPES.map(({ type }) => `${place.prefix}${type}-value`));
    expect(await register(...EVENT_TYPES)).toEqual(first.map((schema) => ({ ...schema, added: false })));
    await codec().warm(EVENT_TYPES);
  });

  it('lets a version be added that old readers can read, over the wire both ways', async () => {
    const older = sampleDefinition([], 'sample.grown');
    const newer = sampleDefinition<SampleData & { added: string | null }>(
      [{ name: 'added', type: ['null', 'string'], default: null }],
      'sample.grown',
    );
    await register(older);
    await register(newer);
    const [writer, reader] = [codec(), codec()];
    expect(await reader.decode(newer, await writer.encode(older, sample))).toEqual({ ...sample, added: null });
    expect(await reader.decode(older, await writer.encode(newer, { ...sample, added: 'x' }))).toEqual(sample);
  });

  it('tells what an event looks like that is known by name alone', async () => {
    const asked = { url: place.schemaRegistryUrl, prefix: place.prefix };
    const known = sampleDefinition([], 'sample.named');
    await register(known);
    const read = await readDefinition(asked, 'sample.named');
    expect(await codec().decode(read, await codec().encode(known, sample))).toEqual(sample);
    expect((await thrownBy(() => readDefinition(asked, 'sample.nameless'))).code).toBe('SCHEMA_UNKNOWN');
  });

  it('refuses what would break a reader, naming subject and reason', async () => {
    await register(sampleDefinition([], 'sample.broken'));
    const error = await thrownBy(() => register(sampleDefinition([{ name: 'must', type: 'string' }], 'sample.broken')));
    expect(error.code).toBe('SCHEMA_INCOMPATIBLE');
    expect(error.message).toContain(`${place.prefix}sample.broken-value`);
    expect(error.message).toContain('must');
  });

  it('refuses a schema that is none', async () => {
    const nonsense = sampleDefinition([{ name: 'odd', type: 'nonsense' }], 'sample.nonsense');
    expect((await thrownBy(() => register(nonsense))).code).toBe('SCHEMA_INCOMPATIBLE');
  });

  it('says that a schema was never registered, and that an id is unknown', async () => {
    const definition = sampleDefinition([], 'sample.unregistered');
    expect((await thrownBy(() => codec().warm([definition]))).code).toBe('SCHEMA_UNKNOWN');
    const value = frame({ schemaId: 2_000_000_000, payload: Buffer.alloc(0) });
    expect((await thrownBy(() => codec().decode(definition, value))).code).toBe('SCHEMA_UNKNOWN');
  });

  it('is ready', async () => expect(await codec().ready()).toBe(true));
});
