export {
  EVERY_SERVICE,
  isOfEveryAgent,
  publishersOf,
  readersOf,
  sagasOf,
  type Choreography,
  type RunSaga,
  type Service,
} from './choreography.ts';
export { RULES, type Finding, type Rule, type RuleId } from './finding.ts';
export { agentPart, edgePart, recorderPart, sagasPart, type Part, type PartKind, type ServiceTalk } from './part.ts';
export { check } from './rules/index.ts';
export { standIn } from './stand-in.ts';
