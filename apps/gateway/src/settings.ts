import { durationMs, isDuration, type Duration } from '@troupe/contracts';
import { z } from 'zod';
import { readOperators } from './identity/operators.ts';

const count = (otherwise: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(1_000_000_000_000, 'must be at most 1,000,000,000,000')
    .default(otherwise);

const duration = (otherwise: Duration) =>
  z
    .string()
    .refine(isDuration, "must be a duration longer than nothing, such as '15m'")
    // Checked just now.
    .transform((text) => durationMs(text as Duration))
    .prefault(otherwise);

const list = (text: string): readonly string[] => text.split(',').map((part) => part.trim());

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const operators = z.string().transform((text, context) => {
  const entries = readOperators(text);
  if (entries !== undefined) return entries;
  context.addIssue({
    code: 'custom',
    message: 'must be name:role:hash, separated by commas or lines: npm run operators',
  });
  return z.NEVER;
});

/** What the gateway reads from its environment besides what every service does. */
export const gatewaySettings = z
  .object({
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
    /** Who may work at the desk: see `readOperators`. Without it there is neither a desk nor a chat. */
    DESK_OPERATORS: operators.optional(),
    /** What sessions and customers' tokens are signed with. */
    DESK_SECRET: z.string().min(32, 'must be at least 32 characters long').optional(),
    /** Origins of pages that may ask besides the gateway's own, separated by commas. */
    DESK_ORIGINS: z
      .string()
      .transform(list)
      .refine(
        (origins) => origins.every(isOrigin),
        'must be origins such as https://help.example.com, separated by commas',
      )
      .optional(),
    /** How soon a person answers a critical ticket, and any other. */
    DESK_CRITICAL_WITHIN: duration('15m'),
    DESK_ROUTINE_WITHIN: duration('8h'),
  })
  .superRefine(({ DESK_OPERATORS: known, DESK_SECRET: secret }, context) => {
    if (known !== undefined && secret === undefined)
      context.addIssue({ code: 'custom', path: ['DESK_SECRET'], message: 'is missing: DESK_OPERATORS needs it, too' });
  });

/** The settings as they were read. */
export type GatewaySettings = z.infer<typeof gatewaySettings>;
