import { DBOS } from '@dbos-inc/dbos-sdk';
import { PARALLEL, peerEnvironment, type Step } from '../../lib/peer/contract.ts';
import { createTask } from '../../lib/peer/task.ts';

/** The saga as a workflow of DBOS, in two ways. */
const { ledger, databaseUrl } = peerEnvironment();
const task = createTask(ledger);

/** The queue that waiting workflows are taken from, by whichever process has room. */
export const QUEUE = 'saga-steps';
/** By default a queue, and whether a workflow has ended elsewhere, is looked at every second. */
const POLLING_MS = 50;
export const QUEUE_OPTIONS = { minPollingIntervalMs: POLLING_MS } as const;

/** Configures this process; `launch` starts it. */
export const configure = (executorID: string): void =>
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: 20,
    logLevel: 'warn',
    applicationVersion: 'bench',
    executorID,
  });

const step = (saga: string, name: Step, payload: string): Promise<string> =>
  DBOS.runStep(() => task(saga, name, payload), { name });

/** Whatever becomes of one step, the others end: otherwise their results would be lost for a replay. */
const joined = async (all: readonly Promise<string>[]): Promise<string> => {
  const settled = await Promise.allSettled(all);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((each) => (each.status === 'fulfilled' ? each.value : '')).at(0) ?? '';
};

/** Its steps run in the process of the workflow. */
export const stepsSaga = DBOS.registerWorkflow(
  async (saga: string, payload: string): Promise<string> => {
    const accepted = await step(saga, 'accept', payload);
    return joined(PARALLEL.map((name) => step(saga, name, accepted)));
  },
  { name: 'stepsSaga' },
);

const oneStep = DBOS.registerWorkflow(
  (saga: string, name: Step, payload: string): Promise<string> => step(saga, name, payload),
  { name: 'oneStep' },
);

/** Its parallel steps are workflows on a queue. */
export const queuesSaga = DBOS.registerWorkflow(
  async (saga: string, payload: string): Promise<string> => {
    const accepted = await step(saga, 'accept', payload);
    const handles = [];
    for (const name of PARALLEL)
      handles.push(await DBOS.startWorkflow(oneStep, { queueName: QUEUE })(saga, name, accepted));
    return joined(handles.map((handle) => handle.getResult({ pollingIntervalMs: POLLING_MS })));
  },
  { name: 'queuesSaga' },
);
