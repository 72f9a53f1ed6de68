/** An event as it stands in a webhook's body. */
export type WebhookEvent =
  | { name: 'channel_occupied' | 'channel_vacated'; channel: string }
  | { name: 'member_added' | 'member_removed'; channel: string; user_id: string }
  | {
      name: 'client_event';
      channel: string;
      event: string;
      data: string;
      socket_id: string;
      /** On presence channels only. */
      user_id?: string | undefined;
    }
  | { name: 'cache_miss'; channel: string; data: string }
  | { name: 'subscription_count'; channel: string; subscription_count: number };
