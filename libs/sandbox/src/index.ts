export { type CallOutcome } from './call/answer.ts';
export { callInSandbox, type CallRequest, type CallResults } from './call/call-in-sandbox.ts';
export { couldHold } from './could-hold.ts';
export { type SandboxOptions } from './ground.ts';
export { probeSandbox } from './probe/probe-sandbox.ts';
export { type SandboxProbe } from './probe/sandbox-probe.ts';
export { type RunFiles } from './run/run-files.ts';
export { sandboxOptions, sandboxSettings } from './sandbox-settings.ts';
