/** What is wrong with a message of a client. It travels as `pusher:error`, and the connection stays open. */
export interface Complaint {
  message: string;
  /** From `errorCode`; most complaints have none. */
  code?: number | undefined;
}
