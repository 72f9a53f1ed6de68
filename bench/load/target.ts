/** Where subscribers connect, and what they speak there. */
export type Target =
  /** Our own protocol: POST to the gateway, join on the Channels server. */
  | { readonly speaks: 'graphql-pusher'; readonly gatewayPort: number; readonly channelsPort: number }
  /** One private channel, joined by whoever knows the app's secret. */
  | { readonly speaks: 'pusher'; readonly channelsPort: number; readonly channel: string }
  | { readonly speaks: 'graphql-ws'; readonly port: number }
  | { readonly speaks: 'sse'; readonly port: number }
  /** WebSocket frames and nothing else. */
  | { readonly speaks: 'frames'; readonly port: number };

/** Bytes of one message, or of several, somewhere in a buffer that is used again afterwards. */
export type OnBytes = (bytes: Buffer, start: number, end: number) => void;

/** One subscriber with a connection of its own. */
export interface Subscriber {
  /** Resolves when the server has said (or shown) that the subscription stands. */
  join(): Promise<void>;
  close(): void;
}

/** Resolves when the connection stands, and nothing is subscribed yet. */
export type Connect = (variant: number, onBytes: OnBytes) => Promise<Subscriber>;
