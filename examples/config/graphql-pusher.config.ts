import { defineConfig } from 'graphql-pusher/config';

export default defineConfig({
  schema: ['schema', '../shared/types.graphql'],
  rules: { publish: (_topic, viewer) => viewer.claims.role === 'backend' },
  pages: 'public',
});
