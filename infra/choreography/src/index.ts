export { loadChoreography } from './load-choreography.ts';
