import { type Child, startChild } from '../harness/child.ts';
import type { LoadCalls } from '../load/main.ts';
import type { Target } from '../load/target.ts';
import type { SubjectCalls } from '../servers/subject.ts';
import type { Alternative } from './alternative.ts';

/** Starts a server to which its subscribers connect directly. */
async function startDirect(
  name: string,
  file: string,
  targetAt: (port: number) => Target,
): Promise<Alternative> {
  const publisher: Child<SubjectCalls> = await startChild(file, null);
  const { port } = publisher.ready as { port: number };
  const load: Child<LoadCalls> = await startChild('load/main.ts', targetAt(port));
  return {
    name,
    publisher,
    load,
    servers: { server: publisher },
    keepsOrder: true,
    async stop() {
      await load.stop();
      await publisher.stop();
    },
  };
}

export const startGraphQLWs = () =>
  startDirect('graphql-ws', 'servers/graphql-ws.ts', (port) => ({ protocol: 'graphql-ws', port }));

export const startGraphQLSse = () =>
  startDirect('graphql-sse', 'servers/graphql-sse.ts', (port) => ({ protocol: 'sse', port }));

export const startYogaSse = () =>
  startDirect('Yoga SSE', 'servers/yoga-sse.ts', (port) => ({ protocol: 'sse', port }));

export const startBareWs = () =>
  startDirect('bare ws loop', 'servers/bare-ws.ts', (port) => ({ protocol: 'frames', port }));
