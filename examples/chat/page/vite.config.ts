import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    // In this repository `graphql-pusher/client` resolves to its source, elsewhere to the installed package.
    conditions: ['graphql-pusher-source', ...defaultClientConditions],
  },
  build: { outDir: 'dist', emptyOutDir: true },
  // For `vite examples/chat/page` while `npm start` is running.
  server: { proxy: { '/graphql': gateway, '/pusher': gateway } },
});
