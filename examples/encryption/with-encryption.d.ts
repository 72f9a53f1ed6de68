/** Bundlers resolve this import; Node does not, because it does not resolve folders. */
declare module 'pusher-js/with-encryption' {
  const Pusher: import('graphql-pusher/client').PusherConstructor;
  // biome-ignore lint/style/noDefaultExport: pusher-js has a default export.
  export default Pusher;
}
