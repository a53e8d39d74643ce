import { createHttpApp } from '@troupe/agent-sdk/http';
import { TroupeError } from '@troupe/contracts';
import type { Tracing } from '@troupe/observability';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { instructionRoutes, type InstructionRoutesOptions } from './instruction-routes.ts';
import { participantRoutes, type ParticipantRoutesOptions } from './participant-routes.ts';
import { readingRoutes } from './reading-routes.ts';
import { demandToken } from './sign-in.ts';

/** Where the interface for operators is found, and who may use it. */
export interface SagasApiOptions {
  /** 127.0.0.1 unless the network between keeps others out: nothing is encrypted here. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What every request has to bring. */
  readonly token: string;
  /** Told where it listens. */
  readonly onListening?: (url: string) => void;
}

/** What the interface is made of. */
export interface SagasAppOptions extends InstructionRoutesOptions, ParticipantRoutesOptions {
  readonly token: string;
  readonly log: Logger;
  readonly tracing?: Tracing;
}

const INFO = {
  title: 'Troupe sagas',
  description: 'For operators: which sagas there are, where they stand, and what shall become of them',
  version: '1.0.0',
};

const SIGN_IN = {
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  security: [{ token: [] }],
};

/** The interface for operators, ready for requests. */
export const createSagasApp = async (options: SagasAppOptions): Promise<FastifyInstance> => {
  const { log, tracing, token } = options;
  const app = await createHttpApp({ log, info: INFO, openapi: SIGN_IN, ...(tracing && { tracing }) });
  demandToken(app, token);
  readingRoutes(app, options);
  participantRoutes(app, options);
  instructionRoutes(app, options);
  await app.ready();
  return app;
};

/**
 * Serves operators until it is closed.
 * @throws TroupeError CONFIG_INVALID when the port cannot be had
 */
export const serveSagas = async (
  app: FastifyInstance,
  { host, port, onListening }: Omit<SagasApiOptions, 'token'>,
): Promise<void> => {
  try {
    onListening?.(await app.listen({ host, port }));
  } catch (cause) {
    throw new TroupeError('CONFIG_INVALID', `SAGAS_HOST ${host} and SAGAS_PORT ${port} cannot be listened on`, {
      cause,
    });
  }
};
