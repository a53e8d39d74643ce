import { startAgent, type AgentConnections, type DecisionStore, type RunningService, type ServiceConfig, type ServiceContext } from '@troupe/agent-sdk'; // prettier-ignore
import { createSignalSender, type Database } from '@troupe/database';
import type { DeskParts } from '../http/create-app.ts';
import { createIdentity } from '../identity/identity.ts';
import { createDeskListener } from '../live/desk-listener.ts';
import { createLive, type LiveOptions } from '../live/live.ts';
import { readPages } from '../pages/page-files.ts';
import type { GatewaySettings } from '../settings.ts';
import type { GatewayTables } from '../tables.ts';
import { deskAgent } from './desk.agent.ts';

type Context = ServiceContext<ServiceConfig<GatewaySettings>>;

/** What a desk shares with the rest of the gateway. */
export interface DeskPlace extends Pick<LiveOptions, 'ledger' | 'listener'> {
  readonly database: Database<GatewayTables>;
  readonly signals: NonNullable<LiveOptions['signals']>['listener'];
}

const MOST_CONNECTIONS = 1_000;

/** Opens the desk where somebody may work at it; undefined elsewhere. What it opens is closed with the service. */
export const openDesk = ({ database, signals, ...place }: DeskPlace, context: Context): DeskParts | undefined => {
  const { config, log, defer } = context;
  const { DESK_OPERATORS: operators, DESK_SECRET: secret, DESK_ORIGINS: origins = [], ...settings } = config.settings;
  if (operators === undefined || secret === undefined) return undefined;
  // The gateway's own database has been opened with it.
  const url = config.databaseUrl ?? '';
  const desk = createDeskListener({ url });
  const sender = createSignalSender({ url, service: config.name });
  const about = { desk, signals: { listener: signals, sender }, log, clock: Date.now, most: MOST_CONNECTIONS };
  const live = createLive({ ...place, ...about });
  defer(() => sender.close());
  defer(() => desk.close());
  return {
    db: database.db,
    levels: { criticalMs: settings.DESK_CRITICAL_WITHIN, routineMs: settings.DESK_ROUTINE_WITHIN },
    identity: createIdentity({ operators, secret, origins, clock: Date.now }),
    live,
    pages: readPages(),
  };
};

/** The outbox looks after everything that is undelivered in this schema: the desk's own decisions, too. */
const sweptElsewhere = (store: DecisionStore): DecisionStore => ({
  ...store,
  undelivered: () => Promise.resolve({ decisions: [], more: false }),
});

/** What the agent of a desk is connected to. */
export interface DeskConnections extends Omit<AgentConnections, 'database' | 'store'> {
  readonly database: Database<GatewayTables>;
  readonly store: DecisionStore;
  readonly version: string;
}

/** Starts to keep what agents say of tickets. */
export const startDeskAgent = (
  { database, store, version, ...connections }: DeskConnections,
  context: Context,
): Promise<RunningService> =>
  startAgent(deskAgent({ version }), context, {
    ...connections,
    // Handlers name the tables that they write to themselves.
    database: database as unknown as Database<object>,
    store: sweptElsewhere(store),
  });
