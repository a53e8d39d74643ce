export { synthesisAuthor } from './authors/synthesis-author.ts';
export { developerAgent, type DeveloperOptions } from './developer.agent.ts';
export { memoryOf } from './memory.ts';
export { sandboxTester } from './own-tests/sandbox-tester.ts';
