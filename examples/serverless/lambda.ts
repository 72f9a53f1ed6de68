/** A handler for AWS Lambda behind an HTTP API or a function URL (payload format 2.0). */
import { handleRequest } from './gateway.ts';

/** The properties of an `APIGatewayProxyEventV2` that the handler reads. */
export interface LambdaEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: { readonly domainName: string; readonly http: { readonly method: string } };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** An `APIGatewayProxyStructuredResultV2`. */
export interface LambdaResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export async function handler(event: LambdaEvent): Promise<LambdaResult> {
  const request = requestOf(event);
  // Lambda returns complete responses only, and an event stream does not end.
  if (request.headers.get('accept')?.includes('text/event-stream')) {
    return {
      statusCode: 406,
      headers: {},
      body: 'This endpoint does not support event streams. Subscribe over Pusher.',
    };
  }
  const work: Promise<unknown>[] = [];
  const response = await handleRequest(request, (each) => work.push(each));
  // Lambda freezes the process after the response.
  await Promise.all(work);
  const { status: statusCode, headers } = response;
  return { statusCode, headers: Object.fromEntries(headers), body: await response.text() };
}

function requestOf({ rawPath, rawQueryString, headers, requestContext, ...event }: LambdaEvent): Request {
  const { domainName, http } = requestContext;
  const url = new URL(`https://${domainName}${rawPath}`);
  url.search = rawQueryString;
  return new Request(url, {
    method: http.method,
    headers: Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ...(event.body !== undefined && {
      body: event.isBase64Encoded ? Buffer.from(event.body, 'base64') : event.body,
    }),
  });
}
