import type { FastifyInstance } from 'fastify';

/** Which methods a path takes, by the routes that an app has. */
export interface KnownPaths {
  methodsOf(url: string): readonly string[];
}

/** Remembers every route that is added to the app from here on. */
export const watchPaths = (app: FastifyInstance): KnownPaths => {
  const known = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const entry = known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) entry.methods.add(each);
    known.set(url, entry);
  });
  return {
    methodsOf: (url) => {
      const path = url.split('?', 1)[0] ?? '';
      return [...known.values()].flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : []));
    },
  };
};

const patternOf = (url: string): RegExp => {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.')));
  return new RegExp(`^${parts.join('/')}$`);
};
