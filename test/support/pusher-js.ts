import module from 'pusher-js';

/**
 * pusher-js for tests. It is CommonJS whose types speak of a `default` export, while at run time in Node the import is
 * the class itself.
 */
export const Pusher = module as unknown as typeof module.default;
export type Pusher = InstanceType<typeof module.default>;
export type PusherOptions = ConstructorParameters<typeof module.default>[1];
export type Channel = ReturnType<Pusher['subscribe']>;
