/** Admission: who may subscribe to an operation or join a channel, and what the client receives for it. */

export { type AdmissionQuestion, admitToChannel, type ChannelRule } from './admit-to-channel.ts';
export { authorizeChannel, type ChannelQuestion } from './authorize-channel.ts';
export { createLastSent } from './last-sent.ts';
export { checkUserId } from './member.ts';
export { createRecoveryBudgets, defaultRecoveryLimits, type RecoveryBudget } from './recovery-budget.ts';
export { type StreamRequest, streamResults } from './stream-results.ts';
export { type PusherRequest, subscribe } from './subscribe.ts';
export { type CompatGrant, subscribeCompat } from './subscribe-compat.ts';
export { watchForFallback } from './watch-for-fallback.ts';
