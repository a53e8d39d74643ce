import { z } from 'zod';

const count = (otherwise: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(1_000_000_000_000, 'must be at most 1,000,000,000,000')
    .default(otherwise);

/** What the gateway reads from its environment besides what every service does. */
export const gatewaySettings = z.object({
  /** Requests that are kept and not yet in Kafka; beyond that new ones are refused. */
  MOST_UNDELIVERED: count(10_000),
  /** The same in bytes, as the database stores them. */
  MOST_UNDELIVERED_BYTES: count(67_108_864),
  /** Requests of one client (by its address; an IPv6 network of 64 bits is one) that one instance takes; 0 is no limit. */
  REQUESTS_PER_MINUTE_PER_CLIENT: count(0),
  /** Requests of one tenant that one instance takes; 0 is no limit. */
  REQUESTS_PER_MINUTE_PER_TENANT: count(0),
  /** Addresses or networks of proxies, separated by commas: from them X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z
    .string()
    .regex(/^[0-9a-fA-F.:/]+(,\s*[0-9a-fA-F.:/]+)*$/, 'must be addresses or networks, separated by commas')
    .optional(),
});

/** The settings as they were read. */
export type GatewaySettings = z.infer<typeof gatewaySettings>;
