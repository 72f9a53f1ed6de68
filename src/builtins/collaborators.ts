import type { Engine, Transport } from '../core/index.ts';
import type { ChannelWatch } from './channel-watch.ts';
import type { GatewayRules } from './rules.ts';

/** What the built-in operations work with. */
export interface BuiltinCollaborators {
  /** Made after the schema that the resolvers are part of. */
  readonly engine: () => Engine;
  readonly transport: Transport;
  readonly rules: GatewayRules;
  readonly watch: ChannelWatch;
}
