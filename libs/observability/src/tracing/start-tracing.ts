import { setTimeout as delay } from 'node:timers/promises';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import { openSpans, type TracingApi } from './open-spans.ts';
import { samplerOf } from './sampler.ts';
import type { TracingSettings } from './tracing-settings.ts';
import type { Tracing } from './tracing.ts';

/** Told what goes wrong with sending spans: no service stops for it. */
export type TracingComplaint = (message: string) => void;

const CLOSE_MS = 3_000;
/** Spans that wait to be sent; more are dropped, so that a collector that is away costs no memory. */
const MOST_WAITING = 4_096;

const EXPORTERS = {
  'http/protobuf': () => import('@opentelemetry/exporter-trace-otlp-proto'),
  'http/json': () => import('@opentelemetry/exporter-trace-otlp-http'),
};

const createProvider = async (settings: TracingSettings): Promise<TracerProvider> => {
  const [sdk, resources, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    EXPORTERS[settings.protocol](),
  ]);
  const given = resources.detectResources({ detectors: [resources.resourceAttributesEnvDetector] });
  const named = resources.resourceFromAttributes({ 'service.name': settings.service });
  const exporter = new OTLPTraceExporter({ url: settings.url });
  return new sdk.TracerProvider({
    resource: resources.defaultResource().merge(given).merge(named),
    sampler: samplerOf(sdk, settings),
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: settings.delayMs, maxQueueSize: MOST_WAITING }),
    ],
  });
};

/** Lets libraries that a handler uses see what is active, and make spans of their own. The first service of a process does. */
const register = async (api: TracingApi, provider: TracerProvider, complain: TracingComplaint): Promise<void> => {
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.trace.setGlobalTracerProvider(provider);
  const silent = (): void => undefined;
  const logger = { error: complain, warn: complain, info: silent, debug: silent, verbose: silent };
  api.diag.setLogger(logger, { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true });
};

/**
 * Starts to trace. Only now is anything of OpenTelemetry loaded; without settings nothing is, and there is no tracing.
 * Headers, certificates and timeout of the export are read from `OTEL_EXPORTER_OTLP_*` by OpenTelemetry itself.
 */
export const startTracing = async (
  settings: TracingSettings | undefined,
  complain: TracingComplaint,
): Promise<Tracing | undefined> => {
  if (settings === undefined) return undefined;
  const api = await import('@opentelemetry/api');
  const provider = await createProvider(settings);
  await register(api, provider, complain);
  const close = async (): Promise<void> => {
    const flushed = provider.shutdown().catch(() => complain('the last spans could not be sent'));
    await Promise.race([flushed, delay(CLOSE_MS, undefined, { ref: false })]);
  };
  let closed: Promise<void> | undefined;
  return { open: openSpans(api, provider.getTracer('troupe')), close: () => (closed ??= close()) };
};
