/** Limits on the number of operations, so that one viewer cannot make publishing expensive for all others. */
export interface Quotas {
  /** Live operations per topic. The gateway executes each event once per operation. Default: 1,000. */
  readonly operationsPerTopic: number;
  /** Operations of one topic that one viewer may request per day. Default: 200. */
  readonly operationsPerTopicAndViewer: number;
  /** Operations of all topics that one viewer may request per hour. Default: 1,000. */
  readonly operationsPerViewer: number;
}

export const defaultQuotas: Quotas = {
  operationsPerTopic: 1_000,
  operationsPerTopicAndViewer: 200,
  operationsPerViewer: 1_000,
};
