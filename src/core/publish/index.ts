/** Publishing: from an event in a mailbox to numbered results that Pusher has accepted. */

export { createDrain } from './drain.ts';
export { compatEnd } from './encode-result.ts';
export { createExecuteForEvent } from './execute-for-event.ts';
export { createPublicTopicChannels } from './public-topic-channels.ts';
export { createPublisher, eventJson, type Published, type PublishOptions } from './publish.ts';
export { createResultsForEvents } from './results-for-events.ts';
export { createSend, type OutgoingMessage, type Send } from './send.ts';
