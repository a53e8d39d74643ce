import { createDecisionStore, type ServiceConfig, type ServiceContext, type StoredDecision } from '@troupe/agent-sdk';
import type { Database } from '@troupe/database';
import { readDefinition } from '@troupe/messaging';
import type { Coordinator } from '../engine/coordinator.ts';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import type { ParticipantDesk } from '../participants/make-participant.ts';
import { createSagasApp, serveSagas, type SagasApiOptions, type SagasAppOptions } from './serve-sagas.ts';

type Context = ServiceContext<ServiceConfig<unknown>>;

type Parts = Omit<SagasAppOptions, 'token' | 'log' | 'clock'>;

/** What of the coordinator operators reach. */
export interface OperationParts
  extends Pick<Parts, 'catalogue' | 'participants' | 'codec'>, Pick<ParticipantDesk, 'topics'> {
  /** Without what rows wait for. */
  readonly compiled: SagaCatalogue;
  readonly database: Database<CoordinatorTables>;
  readonly coordinator: Pick<Coordinator, 'handOver'>;
}

/** What the interface for operators is made of: what they say is kept here, and published as what is decided is. */
const operationOf = (
  { database, coordinator, compiled, topics, ...parts }: OperationParts,
  { config: { partitions, registryUrl: url, prefix } }: Context,
): Parts => {
  const telling = {
    db: database.db,
    store: createDecisionStore(database),
    codec: parts.codec,
    partitions,
    handOver: (decisions: readonly StoredDecision[]) => coordinator.handOver(decisions),
  };
  const eventOf: ParticipantDesk['eventOf'] = (type) => readDefinition({ url, prefix }, type);
  return { ...parts, ...telling, desk: { ...telling, catalogue: compiled, topics, eventOf } };
};

/**
 * Lets operators in where there is an interface for them; says in the log where it listens, or that there is none.
 * @throws TroupeError CONFIG_INVALID when the port cannot be had
 */
export const serveOperators = async (
  api: SagasApiOptions | undefined,
  parts: OperationParts,
  context: Context,
): Promise<void> => {
  const { log, tracing, defer } = context;
  if (api === undefined) {
    log.info('no interface for operators: set SAGAS_TOKEN to have one');
    return;
  }
  const own = { token: api.token, log, clock: Date.now, ...(tracing && { tracing }) };
  const app = await createSagasApp({ ...operationOf(parts, context), ...own });
  defer(() => app.close());
  await serveSagas(app, {
    ...api,
    onListening: (url) => {
      log.info({ url }, 'listening for operators');
      api.onListening?.(url);
    },
  });
};
