import { durationMs, isDuration, TroupeError } from '@troupe/contracts';
import { CLAIM_ABOVE, DEFAULT_PARTITIONS } from '@troupe/messaging';
import { OTLP_PROTOCOLS, SAMPLERS, type TracingSettings } from '@troupe/observability';
import { z } from 'zod';
import { DEFAULT_BUDGET, type Spending } from './budget/account.ts';

/** How to sign in to Kafka. */
export interface SaslConfig {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** What every service reads from its environment. */
export interface ServiceConfig<Settings = object> {
  readonly name: string;
  /** KAFKA_BROKERS: host:port, separated by commas. */
  readonly brokers: readonly string[];
  /** KAFKA_SSL: default false. */
  readonly ssl: boolean;
  /** KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD: all three or none. */
  readonly sasl?: SaslConfig;
  /** KAFKA_SESSION_TIMEOUT: how long Kafka waits for a silent instance, in milliseconds. Default 8,000. */
  readonly sessionTimeoutMs: number;
  /** SCHEMA_REGISTRY_URL: the base of a Confluent-compatible API. */
  readonly registryUrl: string;
  /** DATABASE_URL: absent only for a service that says it needs none. */
  readonly databaseUrl?: string;
  /** TROUPE_PREFIX: stands before every topic, group and subject. Default ''. */
  readonly prefix: string;
  /** TROUPE_PARTITIONS: of every topic of the environment. Default 6. */
  readonly partitions: number;
  /** WATCHDOG_AFTER: how long records may lie in the log while no offset moves, in milliseconds. Default 120,000. */
  readonly stallMs: number;
  /** ANNOUNCE_EVERY: how often an instance announces itself, in milliseconds. Default 5,000. */
  readonly announceMs: number;
  /** TROUPE_CLAIM_ABOVE: events of more bytes go by the claim store. Default 262,144. */
  readonly claimAbove: number;
  /** HOST of the health and HTTP server. Default 127.0.0.1. */
  readonly host: string;
  /** PORT of the health and HTTP server; 0 takes a free one. Default 0. */
  readonly port: number;
  /** BUDGET_TOKENS, BUDGET_MONEY_MICROS: what one conversation may use up. Default 500,000 and 5,000,000. */
  readonly budget: Spending;
  /** LOG_LEVEL: default info. */
  readonly logLevel: LogLevel;
  /** OTEL_*: absent unless an endpoint is given and nothing of it switches tracing off. */
  readonly tracing?: TracingSettings;
  /** What the service itself asks for. */
  readonly settings: Settings;
}

/** Levels of pino. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What is to be read. */
export interface ConfigOptions<Settings> {
  readonly name: string;
  /** The service's own variables: an object schema whose keys are names of variables. */
  readonly settings?: z.ZodType<Settings>;
  /** False for a service that keeps nothing. Default true. */
  readonly database?: boolean;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const brokers = z
  .string('is missing: write host:port, separated by commas')
  .transform((list) => list.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port, separated by commas')).min(1));

const url = (protocol: RegExp, example: string) =>
  z.url({
    protocol,
    error: (issue) => `${issue.input === undefined ? 'is missing' : 'cannot be read'}: write ${example}`,
  });

const count = (low: number, high: number, otherwise: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(low, `must be at least ${low}`)
    .max(high, `must be at most ${high}`)
    .default(otherwise);

const oneOf = <const Names extends readonly string[]>(names: Names, otherwise: Names[number]) =>
  z.enum(names, `must be one of ${names.join(', ')}`).default(otherwise);

const BETWEEN = 'must be from 0 to 1';

const common = (database: boolean) => {
  const otlpUrl = url(/^https?$/, 'http://host:4318');
  const databaseUrl = url(/^postgres(ql)?$/, 'postgres://user:password@host:port/database');
  return z.object({
    KAFKA_BROKERS: brokers,
    KAFKA_SSL: z.stringbool('must be true or false').default(false),
    KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
    KAFKA_SASL_USERNAME: z.string().min(1).optional(),
    KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
    KAFKA_SESSION_TIMEOUT: duration('8s'),
    SCHEMA_REGISTRY_URL: url(/^https?$/, 'http://host:port/path'),
    DATABASE_URL: database ? databaseUrl : databaseUrl.optional(),
    TROUPE_PREFIX: z
      .string()
      .regex(/^[a-zA-Z0-9._-]*$/, 'may contain letters, digits, dot, underscore and hyphen')
      .max(60, 'must not be longer than 60 characters')
      .default(''),
    TROUPE_PARTITIONS: count(1, 1024, DEFAULT_PARTITIONS),
    WATCHDOG_AFTER: duration('2m'),
    ANNOUNCE_EVERY: duration('5s'),
    TROUPE_CLAIM_ABOVE: count(1, 1_000_000, CLAIM_ABOVE),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: count(0, 65_535, 0),
    BUDGET_TOKENS: count(0, Number.MAX_SAFE_INTEGER, DEFAULT_BUDGET.tokens),
    BUDGET_MONEY_MICROS: count(0, Number.MAX_SAFE_INTEGER, DEFAULT_BUDGET.moneyMicros),
    LOG_LEVEL: oneOf(LOG_LEVELS, 'info'),
    OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl.optional(),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: otlpUrl.optional(),
    OTEL_EXPORTER_OTLP_PROTOCOL: oneOf(OTLP_PROTOCOLS, 'http/protobuf'),
    OTEL_SERVICE_NAME: z.string().min(1).optional(),
    OTEL_TRACES_SAMPLER: oneOf(SAMPLERS, 'parentbased_always_on'),
    OTEL_TRACES_SAMPLER_ARG: z.coerce.number('must be a number').min(0, BETWEEN).max(1, BETWEEN).default(1),
    OTEL_BSP_SCHEDULE_DELAY: count(1, 60_000, 5_000),
    OTEL_TRACES_EXPORTER: oneOf(['otlp', 'none'], 'otlp'),
    OTEL_SDK_DISABLED: z.stringbool('must be true or false').default(false),
  });
};

const duration = (otherwise: string) =>
  z.string().refine(isDuration, "must be a duration longer than nothing, such as '30s'").default(otherwise);

type Common = z.infer<ReturnType<typeof common>>;

const saslOf = (env: Common): SaslConfig | undefined => {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = env;
  return mechanism && username && password ? { mechanism, username, password } : undefined;
};

const SASL_NAMES = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;

const saslProblems = (env: NodeJS.ProcessEnv): readonly string[] => {
  const missing = SASL_NAMES.filter((name) => !env[name]);
  return missing.length === 0 || missing.length === SASL_NAMES.length
    ? []
    : missing.map((name) => `${name} is missing: give all of ${SASL_NAMES.join(', ')} or none`);
};

const tracingOf = (env: Common, name: string): TracingSettings | undefined => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = env;
  const address = traces ?? (base && `${base.replace(/\/$/, '')}/v1/traces`);
  if (address === undefined || env.OTEL_SDK_DISABLED || env.OTEL_TRACES_EXPORTER === 'none') return undefined;
  return {
    service: env.OTEL_SERVICE_NAME ?? name,
    url: address,
    protocol: env.OTEL_EXPORTER_OTLP_PROTOCOL,
    sampler: env.OTEL_TRACES_SAMPLER,
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
    delayMs: env.OTEL_BSP_SCHEDULE_DELAY,
  };
};

// Issues carry no values, so no secret can slip into a message.
const problemsOf = (error: z.ZodError | undefined): readonly string[] =>
  error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`) ?? [];

/**
 * Reads the configuration of a service. An empty variable counts as absent.
 * @throws TroupeError CONFIG_INVALID naming every variable that is missing or wrong, never its value.
 */
export const loadServiceConfig = <Settings = object>(
  environment: NodeJS.ProcessEnv,
  { name, settings, database = true }: ConfigOptions<Settings>,
): ServiceConfig<Settings> => {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = common(database).safeParse(env);
  const own = settings?.safeParse(env);
  const problems = [...problemsOf(read.error), ...saslProblems(env), ...problemsOf(own?.error)];
  if (problems.length > 0 || !read.success)
    throw new TroupeError('CONFIG_INVALID', `Configuration of ${name}: ${problems.join('; ')}`, {
      details: { problems },
    });
  const sasl = saslOf(read.data);
  const tracing = tracingOf(read.data, name);
  return {
    name,
    brokers: read.data.KAFKA_BROKERS,
    ssl: read.data.KAFKA_SSL,
    ...(sasl && { sasl }),
    sessionTimeoutMs: durationMs(read.data.KAFKA_SESSION_TIMEOUT),
    registryUrl: read.data.SCHEMA_REGISTRY_URL,
    ...(read.data.DATABASE_URL !== undefined && { databaseUrl: read.data.DATABASE_URL }),
    prefix: read.data.TROUPE_PREFIX,
    partitions: read.data.TROUPE_PARTITIONS,
    stallMs: durationMs(read.data.WATCHDOG_AFTER),
    announceMs: durationMs(read.data.ANNOUNCE_EVERY),
    claimAbove: read.data.TROUPE_CLAIM_ABOVE,
    host: read.data.HOST,
    port: read.data.PORT,
    budget: { tokens: read.data.BUDGET_TOKENS, moneyMicros: read.data.BUDGET_MONEY_MICROS },
    logLevel: read.data.LOG_LEVEL,
    ...(tracing && { tracing }),
    // Without a schema nobody asked for settings, and an empty object is what `Settings` then is.
    settings: own?.data ?? ({} as Settings),
  };
};
