export { startStack, type LocalStack, type StackOptions } from './stack.ts';
export type { ServerKind, ServerName } from './server.ts';
export type { Preference, StackKinds } from './stack-choice.ts';
export { discoverServices, type Service, type ServiceFilter } from './fleet/discover-services.ts';
export { startFleet, type Fleet, type FleetOptions } from './fleet/fleet.ts';
export { compileCache } from './fleet/compile-cache.ts';
export { provision, topicsOf, type Environment } from './fleet/provision.ts';
export { runCommand, startTroupe, type Troupe, type TroupeOptions } from './start.ts';
