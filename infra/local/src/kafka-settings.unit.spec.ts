import { describe, expect, it } from '@jest/globals';
import { brokerProperties } from './embedded/kafka.ts';
import { BROKER_SETTINGS, renderEnvironment, renderProperties } from './kafka-settings.ts';

const THIRTY_DAYS_IN_MINUTES = 30 * 24 * 60;

describe('BROKER_SETTINGS', () => {
  it('keeps offsets at least as long as topics are kept by default', () => {
    expect(BROKER_SETTINGS['offsets.retention.minutes']).toBeGreaterThanOrEqual(THIRTY_DAYS_IN_MINUTES);
  });

  it('makes no topic that nobody declared, and stamps records with the time of the log', () => {
    expect(BROKER_SETTINGS['auto.create.topics.enable']).toBe(false);
    expect(BROKER_SETTINGS['log.message.timestamp.type']).toBe('LogAppendTime');
  });
});

describe('renderProperties', () => {
  it('writes one setting a line, with backslashes that survive', () => {
    expect(renderProperties({ 'node.id': 1, 'log.dirs': 'C:\\data' })).toBe('node.id=1\nlog.dirs=C:\\\\data\n');
  });

  it('advertises to clients the very address that the embedded broker listens on', () => {
    const properties = brokerProperties({ port: 19092, controllerPort: 19093, dataDir: '/data' }).split('\n');
    expect(properties).toContain('listeners=PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093');
    expect(properties).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:19092');
  });
});

describe('renderEnvironment', () => {
  it('names a setting as Confluent-compatible images read it', () => {
    expect(renderEnvironment({ 'auto.create.topics.enable': false })).toEqual({
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    });
  });
});
