import type { Database } from '@troupe/database';
import { createLedgerReader } from '@troupe/ledger-reader';
import type { ServiceConfig } from '../config.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { whenThere } from '../service/when-there.ts';
import { createAdmission, type Admission, type AdmissionOptions } from './admission.ts';
import { readBeginning } from './beginning-table.ts';
import type { OpenConversations, StartFrom } from './start-from.ts';

type Context = ServiceContext<ServiceConfig<unknown>>;

const pastOf = (
  { endedBy, perSecond }: OpenConversations,
  { config, log, defer }: Context,
): NonNullable<AdmissionOptions['past']> => {
  // There for every agent with a store: see `openDatabase`.
  const ledger = createLedgerReader({ url: config.databaseUrl ?? '', maxConnections: 2 });
  defer(() => ledger.close());
  const types = endedBy.map(({ type }) => type);
  return {
    perSecond,
    // A ledger that is away is waited for: what it would say is not guessed.
    isOpen: async (conversationId, signal) =>
      !(await whenThere('ledger', () => ledger.has(conversationId, types), { log, signal })),
  };
};

/** What is handled of the past; undefined: all of it. */
export const openAdmission = async (
  startFrom: StartFrom,
  database: Pick<Database<object>, 'db'> | undefined,
  context: Context,
): Promise<Admission | undefined> => {
  if (startFrom === 'beginning' || database === undefined) return undefined;
  const beganMs = await whenThere('database', () => readBeginning(database.db), context);
  if (beganMs === undefined) return undefined;
  return createAdmission({ beganMs, ...(startFrom !== 'latest' && { past: pastOf(startFrom, context) }) });
};
