/** As bundlers find it; Node's own way to resolve imports knows no folders. */
declare module 'pusher-js/with-encryption' {
  const Pusher: import('graphql-pusher/client').PusherConstructor;
  // biome-ignore lint/style/noDefaultExport: pusher-js has one.
  export default Pusher;
}
