/** A request to the HTTP API with a valid signature. */
export interface ApiRequest {
  /** The part of the path after `/apps/ID`, decoded. */
  resource: readonly string[];
  method: string;
  query: ReadonlyMap<string, string>;
  body: string;
}

/** A response of the HTTP API: JSON on success, a plain sentence on failure. */
export interface ApiResponse {
  status: number;
  body: string;
  contentType: 'application/json' | 'text/plain; charset=utf-8';
}

export function jsonResponse(value: unknown): ApiResponse {
  return { status: 200, body: JSON.stringify(value), contentType: 'application/json' };
}

/** `sentence` names the problem and the fix. */
export function errorResponse(status: 400 | 401 | 403 | 404 | 405 | 413, sentence: string): ApiResponse {
  return { status, body: sentence, contentType: 'text/plain; charset=utf-8' };
}
