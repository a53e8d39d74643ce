import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadServiceConfig } from './config.ts';

const complete = {
  KAFKA_BROKERS: 'one:9092, two:9093',
  SCHEMA_REGISTRY_URL: 'http://registry:8081/apis/ccompat/v7',
  DATABASE_URL: 'postgres://troupe:hunter2@db:5432/troupe',
};
const messageOf = (env: NodeJS.ProcessEnv, database = true): string => {
  try {
    loadServiceConfig(env, { name: 'fraud-agent', database });
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('loadServiceConfig', () => {
  it('fills in defaults', () => {
    expect(loadServiceConfig(complete, { name: 'fraud-agent' })).toEqual({
      name: 'fraud-agent',
      budget: { tokens: 500_000, moneyMicros: 5_000_000 },
      brokers: ['one:9092', 'two:9093'],
      ssl: false,
      sessionTimeoutMs: 8_000,
      registryUrl: complete.SCHEMA_REGISTRY_URL,
      databaseUrl: complete.DATABASE_URL,
      prefix: '',
      partitions: 6,
      stallMs: 120_000,
      announceMs: 5_000,
      claimAbove: 262_144,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'info',
      settings: {},
    });
  });

  it('reads the settings of the service itself', () => {
    const settings = z.object({ ORDER_LIMIT: z.coerce.number().default(7) });
    expect(
      loadServiceConfig({ ...complete, ORDER_LIMIT: '9' }, { name: 'gateway', settings }).settings.ORDER_LIMIT,
    ).toBe(9);
  });

  it('traces exactly where an endpoint is given and nothing switches it off', () => {
    const tracing = (env: NodeJS.ProcessEnv) => loadServiceConfig({ ...complete, ...env }, { name: 'spec' }).tracing;
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
    expect(tracing({})).toBeUndefined();
    expect(tracing(endpoint)).toEqual({
      service: 'spec',
      url: 'http://collector:4318/v1/traces',
      protocol: 'http/protobuf',
      sampler: 'parentbased_always_on',
      ratio: 1,
      delayMs: 5_000,
    });
    const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces/in', OTEL_SERVICE_NAME: 'shop' };
    expect(tracing({ ...endpoint, ...own })).toMatchObject({ url: 'https://traces/in', service: 'shop' });
    expect(tracing({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
    expect(tracing({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
    expect(messageOf({ ...complete, OTEL_TRACES_SAMPLER: 'some', OTEL_TRACES_SAMPLER_ARG: '2' })).toMatch(
      /OTEL_TRACES_SAMPLER must be one of always_on.*OTEL_TRACES_SAMPLER_ARG must be from 0 to 1/,
    );
  });

  it('names every problem at once', () => {
    const message = messageOf({ PORT: 'http', LOG_LEVEL: 'loud', TROUPE_PARTITIONS: '0', KAFKA_BROKERS: 'kafka' });
    for (const name of [
      'KAFKA_BROKERS',
      'SCHEMA_REGISTRY_URL is missing',
      'DATABASE_URL is missing',
      'PORT',
      'LOG_LEVEL',
      'TROUPE_PARTITIONS must be at least 1',
    ])
      expect(message).toContain(name);
  });

  it('never prints a secret', () => {
    const message = messageOf({
      ...complete,
      DATABASE_URL: 'mysql://troupe:hunter2@db',
      KAFKA_SASL_PASSWORD: 'hunter3',
    });
    expect(message).toContain('DATABASE_URL cannot be read');
    expect(message).toContain('KAFKA_SASL_USERNAME is missing: give all of');
    expect(message).not.toMatch(/hunter/);
  });

  it('takes an empty variable for an absent one', () => {
    expect(messageOf({ ...complete, KAFKA_BROKERS: '' })).toContain('KAFKA_BROKERS is missing');
  });

  it('asks for no database where none is needed', () => {
    expect(messageOf({ ...complete, DATABASE_URL: '' }, false)).toBe('accepted');
  });
});
