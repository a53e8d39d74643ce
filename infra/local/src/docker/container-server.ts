import type { ContainerRuntimeClient, StartedTestContainer } from 'testcontainers';
import type { Server } from '../server.ts';
import { stackError } from '../stack-error.ts';
import { pollUntil } from '../wait.ts';

const STOP_WITHIN_S = 15;
const READY_WITHIN_MS = 120_000;

/** A server in a container that has been started. */
export interface ContainerServerSpec {
  /** For messages: `Kafka`, `PostgreSQL`, … */
  readonly title: string;
  /** Where clients reach it, for people. */
  readonly address: string;
  readonly progress: (message: string) => void;
  readonly engine: ContainerRuntimeClient;
  readonly container: StartedTestContainer;
  readonly image: string;
  /** Whether it serves, asked from here as clients do. */
  readonly isReady: () => Promise<boolean>;
  /** Asks the server to end, where the engine's own signal does not reach it. */
  readonly requestEnd?: () => Promise<unknown>;
}

/** Waits until the server answers, and gives the means to stop and start its container on the same host port. */
export const containerServer = async (spec: ContainerServerSpec): Promise<Server> => {
  const { engine, container, image, title, address, progress } = spec;
  const handle = engine.container.getById(container.getId());
  const runs = async (): Promise<boolean> => (await handle.inspect()).State.Running;
  await untilReady(spec);
  progress(`${title}: ready on ${address}`);
  return {
    kind: 'docker',
    description: image,
    start: async () => {
      if (!(await runs())) await handle.start();
      await untilReady(spec);
    },
    stop: async () => {
      if (!(await runs())) return;
      if (spec.requestEnd !== undefined) {
        await spec.requestEnd();
        await pollUntil(async () => !(await runs()), { withinMs: STOP_WITHIN_S * 1000 });
      }
      if (await runs()) await handle.stop({ t: STOP_WITHIN_S });
    },
    kill: async () => {
      if (await runs()) await handle.kill({ signal: 'SIGKILL' });
      await pollUntil(async () => !(await runs()), { withinMs: STOP_WITHIN_S * 1000 });
    },
  };
};

const untilReady = async ({ title, image, isReady, container }: ContainerServerSpec): Promise<void> => {
  if (await pollUntil(isReady, { withinMs: READY_WITHIN_MS })) return;
  throw stackError(
    `${title} in Docker (${image}) does not answer after ${READY_WITHIN_MS / 1000} s`,
    `read its log (docker logs ${container.getId().slice(0, 12)}), or set TROUPE_STACK=embedded`,
  );
};
