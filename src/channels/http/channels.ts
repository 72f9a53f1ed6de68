import { parseChannel } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { channelNameProblem, userIdOf } from '../channel/index.ts';
import { type ApiRequest, type ApiResponse, errorResponse, jsonResponse } from './api-messages.ts';
import { applies, describe, isApiResponse, parseInfo } from './info.ts';

/** `GET /apps/ID/channels`: lists the channels that have subscribers. */
export function listChannels(app: App, { query }: ApiRequest): ApiResponse {
  const prefix = query.get('filter_by_prefix') ?? '';
  const info = parseInfo(query.get('info'), ['user_count', 'subscription_count']);
  if (isApiResponse(info)) return info;
  if (info.includes('user_count') && !prefix.startsWith('presence-'))
    return errorResponse(400, 'Only presence channels have user_count. Add filter_by_prefix=presence-.');
  const names = [...app.channels.keys()].filter(
    (name) => name.startsWith(prefix) && userIdOf(name) === undefined,
  );
  // Assigning to `channels[name]` would lose a channel named `__proto__`.
  const channels = Object.fromEntries(names.map((name) => [name, describe(app, name, info)]));
  return jsonResponse({ channels });
}

/** `GET /apps/ID/channels/NAME` */
export function showChannel(app: App, name: string, { query }: ApiRequest): ApiResponse {
  const problem = channelNameProblem(name, app.settings.limits);
  if (problem) return errorResponse(400, problem);
  const info = parseInfo(query.get('info'), ['user_count', 'subscription_count', 'cache']);
  if (isApiResponse(info)) return info;
  for (const attribute of info)
    if (!applies(attribute, name))
      return errorResponse(
        400,
        `${name} has no ${attribute}. Only ${channelKind[attribute]} channels have it.`,
      );
  return jsonResponse({ occupied: app.channels.has(name), ...describe(app, name, info) });
}

/** The channels that have an attribute, for error messages. */
const channelKind = { user_count: 'presence', subscription_count: 'all', cache: 'cache' } as const;

/** `GET /apps/ID/channels/NAME/users` */
export function listUsers(app: App, name: string): ApiResponse {
  const problem = channelNameProblem(name, app.settings.limits);
  if (problem) return errorResponse(400, problem);
  if (parseChannel(name).access !== 'PRESENCE')
    return errorResponse(400, `${name} has no users. Only presence channels have users.`);
  const members = app.channels.get(name)?.members.keys() ?? [];
  return jsonResponse({ users: [...members].map((id) => ({ id })) });
}
