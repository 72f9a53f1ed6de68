import { parseChannel } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { channelNameFault, userIdOf } from '../channel/index.ts';
import { type Answer, answerJson, refuse } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { applies, describe, isAnswer, parseInfo } from './info.ts';

/** `GET /apps/ID/channels`: those that have subscribers. */
export function listChannels(app: App, { query }: ApiRequest): Answer {
  const prefix = query.get('filter_by_prefix') ?? '';
  const info = parseInfo(query.get('info'), ['user_count', 'subscription_count']);
  if (isAnswer(info)) return info;
  if (info.includes('user_count') && !prefix.startsWith('presence-'))
    return refuse(400, 'user_count is of presence channels only: ask with filter_by_prefix=presence-.');
  const names = [...app.channels.keys()].filter(
    (name) => name.startsWith(prefix) && userIdOf(name) === undefined,
  );
  // Assigning to `channels[name]` would lose a channel that is called `__proto__`.
  const channels = Object.fromEntries(names.map((name) => [name, describe(app, name, info)]));
  return answerJson({ channels });
}

/** `GET /apps/ID/channels/NAME` */
export function showChannel(app: App, name: string, { query }: ApiRequest): Answer {
  const fault = channelNameFault(name, app.settings.limits);
  if (fault) return refuse(400, fault);
  const info = parseInfo(query.get('info'), ['user_count', 'subscription_count', 'cache']);
  if (isAnswer(info)) return info;
  for (const attribute of info)
    if (!applies(attribute, name))
      return refuse(
        400,
        `${attribute} does not apply to ${name}: only ${ofWhat[attribute]} channels have it.`,
      );
  return answerJson({ occupied: app.channels.has(name), ...describe(app, name, info) });
}

const ofWhat = { user_count: 'presence', subscription_count: 'all', cache: 'cache' } as const;

/** `GET /apps/ID/channels/NAME/users` */
export function listUsers(app: App, name: string): Answer {
  const fault = channelNameFault(name, app.settings.limits);
  if (fault) return refuse(400, fault);
  if (parseChannel(name).access !== 'PRESENCE')
    return refuse(400, `${name} has no list of users: only presence channels have one.`);
  const members = app.channels.get(name)?.members.keys() ?? [];
  return answerJson({ users: [...members].map((id) => ({ id })) });
}
