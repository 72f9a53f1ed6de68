/** The server to which subscribers connect, and its protocol. */
export type Target =
  /** The protocol of graphql-pusher: register at the gateway, subscribe on the Channels server. */
  | { readonly protocol: 'graphql-pusher'; readonly gatewayPort: number; readonly channelsPort: number }
  /** One private channel. Subscribers sign their subscription with the app's secret. */
  | { readonly protocol: 'pusher'; readonly channelsPort: number; readonly channel: string }
  | { readonly protocol: 'graphql-ws'; readonly port: number }
  | { readonly protocol: 'sse'; readonly port: number }
  /** WebSocket frames without a protocol. */
  | { readonly protocol: 'frames'; readonly port: number };

/** Called with the bytes of one or more messages. The buffer is reused after the call. */
export type OnBytes = (bytes: Buffer, start: number, end: number) => void;

/** One subscriber with its own connection. */
export interface Subscriber {
  /** Resolves when the subscription is ready. */
  join(): Promise<void>;
  close(): void;
}

/** Connects without subscribing. Resolves when the connection is open. */
export type Connect = (variant: number, onBytes: OnBytes) => Promise<Subscriber>;
