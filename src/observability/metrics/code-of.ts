import { GatewayError } from '../../core/index.ts';

/** The code of an error of ours; every other is `UNEXPECTED`. */
export function codeOf(error: unknown): string {
  return error instanceof GatewayError ? error.code : 'UNEXPECTED';
}
