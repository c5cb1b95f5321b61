export type {
  AssistantLog,
  AssistantRecognizer,
  AssistantRecording,
  AssistantSegment,
  McpHttpOptions,
  McpOptions,
} from './contract.js';
export { type RunningMcpServer, serveHttp } from './transport/serve-http.js';
export { type StdioStreams, serveStdio } from './transport/serve-stdio.js';
