import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { splitUserinfo, withoutCredentials } from '../../protocol/index.ts';
import { operatorToken } from '../../serve/internal.ts';
import { readSettings } from '../../serve/settings/index.ts';
import { CommandFailure } from './command-failure.ts';

/** A gateway and the credentials for it. */
export interface GatewayAccess {
  /** URL of the GraphQL endpoint. */
  readonly url: string;
  readonly token: string | undefined;
  /** Basic authorization from the URL's userinfo, used without a token. */
  readonly basic?: string | undefined;
}

export interface GatewayFlags {
  readonly url?: string;
  readonly token?: string;
}

/** Adds `--url` and `--token` to a command. */
export function withGateway(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'the gateway; default: the one that the settings of this folder describe',
      parseUrl,
    )
    .option(
      '--token <jwt>',
      'token to authenticate with; default: GRAPHQL_PUSHER_TOKEN, or a token signed with the secret of this folder',
    );
}

/** Finds the gateway and a token for it. A token signed with this folder's secret is never sent to another gateway. */
export async function gatewayAccess({ url, token }: GatewayFlags): Promise<GatewayAccess> {
  const given = token ?? process.env.GRAPHQL_PUSHER_TOKEN;
  if (url !== undefined) {
    const { url: bare, authorization: basic } = splitUserinfo(url);
    return { url: bare, token: given, basic };
  }
  const settings = readSettings();
  const host = settings.host === '0.0.0.0' || settings.host === '::' ? 'localhost' : settings.host;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}/graphql`,
    token: given ?? (await operatorToken(settings)),
  };
}

/** Headers that authenticate the caller. */
export function headersOf({ token, basic }: GatewayAccess): Record<string, string> {
  const authorization = token === undefined ? basic : `Bearer ${token}`;
  return authorization === undefined ? {} : { authorization };
}

const responseShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }))
    .optional(),
});

/** Sends one GraphQL request. @throws {CommandFailure} when the gateway is unreachable, or with its first error. */
export async function requestGateway(
  access: GatewayAccess,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  let body: unknown;
  try {
    const response = await fetch(access.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(access) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    body = await response.json();
  } catch (cause) {
    throw new CommandFailure(
      `no gateway responds at ${withoutCredentials(access.url)}. Start it, or name another with --url.`,
      'unreachable',
      { cause },
    );
  }
  const { data, errors } = responseShape.parse(body);
  const [error] = errors ?? [];
  if (error) {
    const code = error.extensions?.code;
    throw new CommandFailure(`${error.message}${code === undefined ? '' : ` (${code})`}`, 'refused');
  }
  return data ?? {};
}

function parseUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('Use a URL that begins with http:// or https://.');
  if (url.pathname === '/') url.pathname = '/graphql';
  return url.href;
}
