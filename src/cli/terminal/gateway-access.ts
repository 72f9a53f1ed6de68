import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { splitUserinfo, withoutCredentials } from '../../protocol/index.ts';
import { operatorToken } from '../../serve/internal.ts';
import { readSettings } from '../../serve/settings/index.ts';
import { CommandFailure } from './command-failure.ts';

/** A gateway, and as whom to speak to it. */
export interface GatewayAccess {
  /** Of its GraphQL. */
  readonly url: string;
  readonly token: string | undefined;
  /** From the userinfo of the URL, where no token is given. */
  readonly basic?: string | undefined;
}

export interface GatewayFlags {
  readonly url?: string;
  readonly token?: string;
}

/** Adds `--url` and `--token` to a command. */
export function withGateway(command: Command): Command {
  return command
    .option('--url <url>', 'the gateway; default: the one that runs by the settings of this folder', parseUrl)
    .option(
      '--token <jwt>',
      'who asks; default: GRAPHQL_PUSHER_TOKEN, or for the gateway of this folder one signed with its own secret',
    );
}

/** Where the gateway is. Its own secret signs for nobody but itself: another gateway gets no token of ours. */
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

/** Headers that say who asks. */
export function headersOf({ token, basic }: GatewayAccess): Record<string, string> {
  const authorization = token === undefined ? basic : `Bearer ${token}`;
  return authorization === undefined ? {} : { authorization };
}

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }))
    .optional(),
});

/** Makes one GraphQL request. @throws {CommandFailure} when nobody answers, or with the first error. */
export async function askGateway(
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
      `no gateway answers at ${withoutCredentials(access.url)}: is it running? (--url)`,
      'unreachable',
      {
        cause,
      },
    );
  }
  const { data, errors } = answerShape.parse(body);
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
    throw new InvalidArgumentError('It is a URL that begins with http:// or https://.');
  if (url.pathname === '/') url.pathname = '/graphql';
  return url.href;
}
