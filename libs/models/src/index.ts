export { answerOf, type Answerable, type AnswerSchema } from './ask/answer-schema.ts';
export type { Answer, Ask, Asked, AskingContext, DataQuestion, Question } from './ask/question.ts';
export { unansweredFor } from './ask/unanswered.ts';
export { ModelError } from './calls/model-error.ts';
export { mcpServersFrom, readMcpServers, type McpServer, type McpServers } from './mcp/mcp-servers.ts';
export { toolsOfMcpServers, type McpTools } from './mcp/mcp-tools.ts';
export type { Model } from './model.ts';
export { openModel, type OpenModelOptions } from './open-model.ts';
export { openPrompts, type Prompts, type PromptsOptions } from './prompts/open-prompts.ts';
export { redact } from './redaction/redactor.ts';
export { modelSettings, type ModelEndpoint, type ModelSettings, type Provider, type WithModelSettings } from './settings/model-settings.ts'; // prettier-ignore
export { modelTool, type ModelTool, type ToolContext } from './tools/model-tool.ts';
export { recordTraffic, replayTraffic, type TrafficOptions } from './traffic/traffic.ts';
