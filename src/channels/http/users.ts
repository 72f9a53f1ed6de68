import type { App } from '../app.ts';
import { closeCode } from '../connection/index.ts';
import { disconnect } from '../messages/index.ts';
import { type Answer, answerJson } from './answer.ts';

/** `POST /apps/ID/users/USER/terminate_connections`. A user that is not there is not an error. */
export function terminateConnections(app: App, userId: string): Answer {
  for (const connection of [...(app.users.get(userId) ?? [])])
    disconnect(app, connection, closeCode.unauthorized, 'You got disconnected by the app.');
  return answerJson({});
}
