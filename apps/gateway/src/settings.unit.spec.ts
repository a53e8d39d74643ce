import { describe, expect, it } from '@jest/globals';
import { gatewaySettings } from './settings.ts';

describe('gatewaySettings', () => {
  it('bounds what waits, and nobody in particular, unless told otherwise', () => {
    expect(gatewaySettings.parse({})).toEqual({
      DESK_CRITICAL_WITHIN: 900_000,
      DESK_ROUTINE_WITHIN: 28_800_000,
      MOST_UNDELIVERED: 10_000,
      MOST_UNDELIVERED_BYTES: 67_108_864,
      REQUESTS_PER_MINUTE_PER_CLIENT: 0,
      REQUESTS_PER_MINUTE_PER_TENANT: 0,
    });
    expect(gatewaySettings.parse({ MOST_UNDELIVERED: '5', TRUSTED_PROXIES: '10.0.0.0/8, ::1' })).toMatchObject({
      MOST_UNDELIVERED: 5,
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    });
  });

  it.each([{ MOST_UNDELIVERED: '-1' }, { REQUESTS_PER_MINUTE_PER_CLIENT: '1.5' }, { TRUSTED_PROXIES: 'everybody' }])(
    'refuses %j',
    (environment) => {
      expect(gatewaySettings.safeParse(environment).success).toBe(false);
    },
  );
});
