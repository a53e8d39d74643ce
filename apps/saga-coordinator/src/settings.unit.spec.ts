import { describe, expect, it } from '@jest/globals';
import { loadServiceConfig } from '@troupe/agent-sdk';
import { sagas } from './sagas/index.ts';
import { coordinatorSettings } from './settings.ts';

const servers = {
  KAFKA_BROKERS: 'localhost:9092',
  SCHEMA_REGISTRY_URL: 'http://localhost:8081',
  DATABASE_URL: 'postgres://localhost/troupe',
};
const load = (env: NodeJS.ProcessEnv) =>
  loadServiceConfig({ ...servers, ...env }, { name: 'saga-coordinator', settings: coordinatorSettings }).settings;

describe('ORDER_ANSWER_WITHIN', () => {
  it('is how long the participants of an order may take', () => {
    const order = sagas(load({ ORDER_ANSWER_WITHIN: '2m' })).find(({ name }) => name === 'order');
    expect(order?.steps.map(({ withinMs }) => withinMs)).toEqual([120_000, 120_000, 120_000]);
    expect(load({})).toMatchObject({ ORDER_ANSWER_WITHIN: '30s' });
  });

  it.each(['soon', '30', '0s'])("is refused as '%s'", (within) =>
    expect(() => load({ ORDER_ANSWER_WITHIN: within })).toThrow(/ORDER_ANSWER_WITHIN must be a duration/),
  );
});

describe('FEATURE_SPEC_WITHIN, FEATURE_WORK_WITHIN and FEATURE_WITHIN', () => {
  it('are how long the parts of a delivery and the whole may take', () => {
    const given = { FEATURE_SPEC_WITHIN: '1h', FEATURE_WORK_WITHIN: '5m', FEATURE_WITHIN: '2h' };
    const delivery = sagas(load(given)).find(({ name }) => name === 'delivery');
    expect(delivery?.steps.map(({ withinMs }) => withinMs)).toEqual([3_600_000, 300_000, 300_000, 300_000]);
    expect(delivery?.withinMs).toBe(7_200_000);
  });
});

describe('SAGA_PARTICIPANT_MARGIN', () => {
  it('is half a minute, and no less than rows about participants take to be known everywhere', () => {
    expect(load({})).toMatchObject({ SAGA_PARTICIPANT_MARGIN: '30s' });
    expect(load({ SAGA_PARTICIPANT_MARGIN: '10s' })).toMatchObject({ SAGA_PARTICIPANT_MARGIN: '10s' });
    expect(() => load({ SAGA_PARTICIPANT_MARGIN: '9s' })).toThrow(/SAGA_PARTICIPANT_MARGIN must be at least 10s/);
    expect(() => load({ SAGA_PARTICIPANT_MARGIN: 'soon' })).toThrow(/SAGA_PARTICIPANT_MARGIN must be a duration/);
  });
});

describe('SAGAS_TOKEN', () => {
  it('is absent unless somebody sets it, and the interface then listens on loopback alone', () => {
    expect(load({})).not.toHaveProperty('SAGAS_TOKEN');
    expect(load({})).toMatchObject({ SAGAS_HOST: '127.0.0.1', SAGAS_PORT: 8090 });
  });

  it('is refused when it is short enough to be guessed, and does not get into the message', () => {
    expect(() => load({ SAGAS_TOKEN: 'guessable' })).toThrow(/at least 16 characters/);
    expect(() => load({ SAGAS_TOKEN: 'guessable' })).not.toThrow(/guessable/);
  });
});
