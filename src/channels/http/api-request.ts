/** A request to the HTTP API whose signature was found right. */
export interface ApiRequest {
  /** The part of the path after `/apps/ID`, decoded. */
  resource: readonly string[];
  method: string;
  query: ReadonlyMap<string, string>;
  body: string;
}
