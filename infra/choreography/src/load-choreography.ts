import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Choreography, Part, Service } from '@troupe/choreography';
import { AGENT_EVENT_TYPES, EVENT_TYPES, TroupeError } from '@troupe/contracts';
import { discoverServices } from '@troupe/local-stack/services';

const invalid = (file: string, problem: string, mend: string): TroupeError =>
  new TroupeError('DEFINITION_INVALID', `${file} ${problem}: ${mend}`);

const MEND = `export from it 'choreography', made by agentPart, edgePart, recorderPart or sagasPart of @troupe/choreography`;

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  ['consumes', 'publishes', 'joins', 'sagas'].every((list) => list in value && Array.isArray(Reflect.get(value, list)));

const loadService = async (main: string, root: string): Promise<Service> => {
  const file = join(dirname(main), 'choreography.ts');
  if (!existsSync(file)) throw invalid(relative(root, file), 'is missing', MEND);
  // Whatever it exports: looked at next.
  const { choreography } = (await import(pathToFileURL(file).href)) as { choreography?: unknown };
  if (!isPart(choreography)) throw invalid(relative(root, file), 'says nothing of the service', MEND);
  return { ...choreography, folder: relative(root, dirname(dirname(main))) };
};

/**
 * The choreography of the repository below `root`: the part that each service of apps/ says is its own, in
 * src/choreography.ts, and every event type. Imports definitions, and runs nothing.
 * @throws TroupeError DEFINITION_INVALID naming a service that says nothing, or a definition that contradicts itself
 */
export const loadChoreography = async (root: string): Promise<Choreography> => ({
  events: [...EVENT_TYPES, ...AGENT_EVENT_TYPES],
  services: await Promise.all(discoverServices(root).map(({ main }) => loadService(main, root))),
});
