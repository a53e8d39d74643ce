import { registerHooks } from 'node:module';

// Run as a process of its own: prints what of OpenTelemetry was loaded by an agent that handled an event.
const loaded = new Set<string>();
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const name = /node_modules\/(@opentelemetry\/[^/]+)/.exec(found.url)?.[1];
    if (name !== undefined) loaded.add(name);
    return found;
  },
});

const { deliver, receiveTraces, testAgent } = await import('@troupe/testing');
const { defineAgent, loadServiceConfig, runService, when } = await import('./index.ts');
const { OrderVerified, TransactionCreated } = await import('@troupe/contracts');
const { order, verified } = await import('./delivery/pipeline.fixture.ts');

const agent = defineAgent({
  name: 'spec-agent',
  publishes: [OrderVerified],
  pure: true,
  on: [when(TransactionCreated, () => verified)],
});
await testAgent(agent).when(deliver(order)).thenPublishes(verified);

const receiver = await receiveTraces();
const config = loadServiceConfig(
  {
    KAFKA_BROKERS: 'broker:9092',
    SCHEMA_REGISTRY_URL: 'http://registry:8081',
    LOG_LEVEL: 'silent',
    ...(process.argv[2] === 'traced' ? receiver.env : {}),
  },
  { name: 'spec', database: false },
);
const service = await runService({
  config,
  standalone: false,
  start: ({ tracing }) => {
    tracing?.open('work').end();
    return Promise.resolve({ stop: () => Promise.resolve() });
  },
});
await service.stop();
process.stdout.write(JSON.stringify({ loaded: [...loaded].toSorted(), spans: receiver.spans().length }));
await receiver.close();
