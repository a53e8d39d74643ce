import { describe, expect, it } from '@jest/globals';
import { chooseKinds, readPreference } from './stack-choice.ts';

const everyImage = { kafka: 'cp-kafka:8.2.1', registry: 'apicurio:3.0.9', database: 'postgres:18' };

describe('chooseKinds', () => {
  it('runs everything embedded where there is no Docker', () => {
    expect(chooseKinds({ env: {}, inDocker: {} })).toEqual({
      kafka: 'embedded',
      registry: 'embedded',
      database: 'embedded',
    });
  });

  it('runs everything in Docker where every image can be had', () => {
    expect(chooseKinds({ env: {}, inDocker: everyImage })).toEqual({
      kafka: 'docker',
      registry: 'docker',
      database: 'docker',
    });
  });

  it('takes what is given before anything else, server by server', () => {
    const env = { KAFKA_BROKERS: 'broker:9092' };
    expect(chooseKinds({ env, inDocker: everyImage })).toMatchObject({ kafka: 'given', registry: 'docker' });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(chooseKinds({ env: { KAFKA_BROKERS: '' }, inDocker: {} }).kafka).toBe('embedded');
  });

  it('keeps the registry out of Docker when the database is not there, because it could not reach it', () => {
    const given = chooseKinds({ env: { DATABASE_URL: 'postgres://localhost/db' }, inDocker: everyImage });
    expect(given).toEqual({ kafka: 'docker', registry: 'embedded', database: 'given' });
    const { kafka, registry } = everyImage;
    expect(chooseKinds({ env: {}, inDocker: { kafka, registry } }).registry).toBe('embedded');
  });
});

describe('readPreference', () => {
  it('lets the environment override the option', () => {
    expect(readPreference({ TROUPE_STACK: 'embedded' }, 'docker')).toBe('embedded');
    expect(readPreference({}, 'docker')).toBe('docker');
    expect(readPreference({ TROUPE_STACK: '' }, undefined)).toBeUndefined();
  });

  it('refuses a word that it does not know', () => {
    expect(() => readPreference({ TROUPE_STACK: 'podman' }, undefined)).toThrow(/TROUPE_STACK is 'podman'/);
  });
});
