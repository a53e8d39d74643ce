import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** The description of the interface, made from the routes: pages at /docs, the document at /docs/json. */
export const addDocs = async (app: FastifyInstance, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Troupe gateway', version, description: 'Where orders enter, and where they are followed' },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
};
