/** An event from an app's server. */
export interface ServerEvent {
  name: string;
  data: string;
  channels: readonly string[];
  /** The socket id of a connection that does not get it: the one that caused it. */
  except?: string | undefined;
}
