import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** What an interface says of itself. */
export interface InterfaceInfo {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

/** The description of an interface, made from its routes: pages at /docs, the document at /docs/json. */
export const addDocs = async (app: FastifyInstance, info: InterfaceInfo, openapi: object = {}): Promise<void> => {
  await app.register(swagger, { openapi: { openapi: '3.1.0', info, ...openapi } });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
};
