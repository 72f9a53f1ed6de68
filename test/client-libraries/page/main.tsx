import type { ComponentType } from 'react';
import { clientForPage, mount, type RoomProps } from '../../support/hook-page/harness.tsx';
import { createApolloRoom } from './apollo.tsx';
import { createRelayRoom } from './relay.tsx';
import { createTanStackRoom } from './tanstack-query.tsx';
import { createUrqlRoom } from './urql.tsx';

const rooms = {
  apollo: createApolloRoom,
  relay: createRelayRoom,
  tanstack: createTanStackRoom,
  urql: createUrqlRoom,
};

const library = new URLSearchParams(location.search).get('library') as keyof typeof rooms;
const Room: ComponentType<RoomProps> = rooms[library](clientForPage());
mount(Room);
