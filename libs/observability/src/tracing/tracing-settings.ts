/** Samplers by the names that OpenTelemetry gives them. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** How spans are sent: OTLP over HTTP, as JSON or as protobuf. */
export const OTLP_PROTOCOLS = ['http/protobuf', 'http/json'] as const;

/** Where spans go and which are kept. */
export interface TracingSettings {
  /** The name under which a tracing system shows the service. */
  readonly service: string;
  /** Where traces are posted. */
  readonly url: string;
  readonly protocol: (typeof OTLP_PROTOCOLS)[number];
  readonly sampler: (typeof SAMPLERS)[number];
  /** The share of traces that a sampler by ratio keeps, from 0 to 1. */
  readonly ratio: number;
  /** How long a span waits for others before it is sent, in milliseconds. */
  readonly delayMs: number;
}
