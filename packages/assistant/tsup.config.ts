import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'ai-sdk': 'src/adapters/ai-sdk.ts',
    langchain: 'src/adapters/langchain.ts',
    mcp: 'src/mcp/index.ts',
    openai: 'src/adapters/openai.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
});
