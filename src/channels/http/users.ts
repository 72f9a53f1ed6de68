import type { App } from '../app.ts';
import { closeCode } from '../connection/index.ts';
import { disconnect } from '../messages/index.ts';
import { type ApiResponse, jsonResponse } from './api-messages.ts';

/** `POST /apps/ID/users/USER/terminate_connections`. An unknown user is not an error. */
export function terminateConnections(app: App, userId: string): ApiResponse {
  for (const connection of [...(app.users.get(userId) ?? [])])
    disconnect(app, connection, closeCode.unauthorized, 'The app terminated the connections of this user.');
  return jsonResponse({});
}
