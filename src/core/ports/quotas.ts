/** How many operations there may be, so that nobody makes publishing expensive for all. */
export interface Quotas {
  /** Live operations of one topic: an event is executed once for each. Default 1,000. */
  readonly operationsPerTopic: number;
  /** Operations of one topic that one viewer may ask for within a day. Default 200. */
  readonly operationsPerTopicAndViewer: number;
  /** Operations of all topics that one viewer may ask for within an hour. Default 1,000. */
  readonly operationsPerViewer: number;
}

export const defaultQuotas: Quotas = {
  operationsPerTopic: 1_000,
  operationsPerTopicAndViewer: 200,
  operationsPerViewer: 1_000,
};
