import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as aiSdk from './adapters/ai-sdk.js';
import * as langchain from './adapters/langchain.js';
import * as openai from './adapters/openai.js';
import * as assistant from './index.js';
import * as mcp from './mcp/index.js';

it.each([
  ['the package', assistant, ['EMOTION_GUIDANCE', 'emotionContext', 'emotionPrompt']],
  ['/ai-sdk', aiSdk, ['emotionMiddleware', 'emotionTool']],
  ['/langchain', langchain, ['langchainEmotionTool']],
  ['/mcp', mcp, ['serveHttp', 'serveStdio']],
  ['/openai', openai, ['addEmotion']],
])('%s exports exactly the documented names', (_, module, names) => {
  expect(Object.keys(module).sort()).toEqual(names);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  for (const name of names) expect(readme).toContain(name);
});
