import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tenantOf } from './request-facts.ts';

/** How many requests are taken in a minute; 0 is no limit. */
export interface RateLimitOptions {
  readonly perClient: number;
  readonly perTenant: number;
}

/** A rate that a request exceeds. */
export interface Exceeded {
  readonly reason: 'client-rate' | 'tenant-rate';
  readonly retryAfterSeconds: number;
}

/** Counts a request; tells which rate it exceeds. */
export type CheckRates = (request: FastifyRequest) => Promise<Exceeded | undefined>;

const MINUTE_MS = 60_000;

/** The rates of this instance, in memory. They are asked, not enforced: what was kept before is still answered. */
export const addRateLimits = async (
  app: FastifyInstance,
  { perClient, perTenant }: RateLimitOptions,
): Promise<CheckRates> => {
  await app.register(rateLimit, { global: false });
  const limits = [
    { reason: 'client-rate' as const, most: perClient, options: {} },
    { reason: 'tenant-rate' as const, most: perTenant, options: { keyGenerator: tenantOf } },
  ]
    .filter(({ most }) => most > 0)
    .map(({ reason, most, options }) => ({
      reason,
      check: app.createRateLimit({ max: most, timeWindow: MINUTE_MS, ...options }),
    }));
  return async (request) => {
    for (const { reason, check } of limits) {
      const answer = await check(request);
      if (!answer.isAllowed && answer.isExceeded) return { reason, retryAfterSeconds: answer.ttlInSeconds };
    }
    return undefined;
  };
};
