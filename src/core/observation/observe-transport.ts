import { GatewayError, type Transport } from '../ports/index.ts';
import { type Observer, type PusherRequested, type RequestKind, startWatch } from './observer.ts';

/** The transport, with `requested` told of each request that it makes. The very same one where nobody wants to know. */
export function observeTransport(
  transport: Transport,
  { requested }: Pick<Partial<Observer>, 'requested'>,
): Transport {
  if (!requested) return transport;

  async function tell<T>(kind: RequestKind, messages: number, request: () => Promise<T>): Promise<T> {
    const elapsed = startWatch();
    const told = (outcome: PusherRequested['outcome']): void =>
      requested?.({ kind, messages, milliseconds: elapsed(), outcome });
    try {
      const answer = await request();
      told('ok');
      return answer;
    } catch (error) {
      told(error instanceof GatewayError && error.code === 'PUSHER_REFUSED' ? 'refused' : 'unavailable');
      throw error;
    }
  }

  return {
    ...transport,
    send: (messages) => tell('send', messages.length, () => transport.send(messages)),
    trigger: (trigger) => tell('trigger', 1, () => transport.trigger(trigger)),
    triggerBatch: (triggers) => tell('triggerBatch', triggers.length, () => transport.triggerBatch(triggers)),
    sendToUser: (userId, event, json) =>
      tell('sendToUser', 1, () => transport.sendToUser(userId, event, json)),
    terminateUserConnections: (userId) =>
      tell('terminateUserConnections', 0, () => transport.terminateUserConnections(userId)),
    channels: (prefix, info) => tell('channels', 0, () => transport.channels(prefix, info)),
    channel: (name, info) => tell('channel', 0, () => transport.channel(name, info)),
    members: (channel) => tell('members', 0, () => transport.members(channel)),
  };
}
