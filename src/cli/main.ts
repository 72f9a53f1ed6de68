#!/usr/bin/env node
/** The `graphql-pusher` executable. */
import { Command } from 'commander';
import { channelsCommand } from './channels.ts';

await new Command('graphql-pusher')
  .description('GraphQL subscriptions over Pusher Channels.')
  .addCommand(channelsCommand())
  .parseAsync();
