import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../support/child-process.ts';

const service = z.object({
  build: z.string().optional(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});

const compose = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

/** One service of `compose.yaml`. */
export type ComposeService = z.infer<typeof service>;

/** `compose.yaml` as `docker compose` reads it with these variables. */
export function readCompose(variables: Readonly<Record<string, string>>): z.infer<typeof compose> {
  const text = readFileSync(join(root, 'compose.yaml'), 'utf8').replaceAll(/^\s*#.*$/gm, '');
  return compose.parse(parse(interpolate(text, variables), { merge: true }));
}

/** Replaces `${NAME:-default}` and `${NAME:?error message}`. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_whole, name: string, kind: string, rest: string) => {
    const value = variables[name] || undefined;
    if (value === undefined && kind === '?') throw new Error(`${name} is not set: ${rest}`);
    return value ?? rest;
  });
}
