export { asyncApiOf } from './asyncapi.ts';
export { deploymentOf, type Deployed, type Deployment } from './deployment.ts';
export { compare, printDifferences, type Compared, type Difference } from './diff.ts';
export { renderEvents } from './events.ts';
export { graphOf, type Graph, type GraphLink, type GraphNode } from './graph.ts';
export { aclsOf, manifestOf, topicsOf, type Manifest, type Named, type Rights } from './manifests.ts';
export { drawMermaid } from './mermaid.ts';
export { renderSagas } from './sagas.ts';
export { renderServices } from './services.ts';
