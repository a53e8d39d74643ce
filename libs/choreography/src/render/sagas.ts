import { drawSaga } from '@troupe/saga';
import { sagasOf, type Choreography } from '../choreography.ts';

/** The reference of every saga: its version, and its course as a Mermaid flowchart. */
export const renderSagas = (choreography: Choreography): string =>
  sagasOf(choreography)
    .map(({ saga }) => `## ${saga.name}\n\nVersion ${saga.version}.\n\n\`\`\`mermaid\n${drawSaga(saga)}\n\`\`\``)
    .join('\n\n');
