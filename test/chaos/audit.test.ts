import { describe, expect, it } from 'vitest';
import { audit, type Verdict } from './audit.ts';
import type { Publication, SubscriberLog } from './journal.ts';

/** Published in this order, one a millisecond. */
const publications: Publication[] = ['p#1', 'p#2', 'p#3', 'p#4'].map((key, index) => ({
  room: 'a',
  key,
  publisher: 'p',
  startedAt: index + 1,
  endedAt: index + 1.5,
  outcome: key === 'p#3' ? 'unknown' : 'sent',
}));

function log(received: string[], rest: Partial<SubscriberLog> = {}): SubscriberLog {
  return {
    name: 'ada',
    room: 'a',
    readyAt: 0,
    isPermanent: true,
    hasLeft: false,
    received,
    gaps: [],
    errors: [],
    ...rest,
  };
}

describe('the audit', () => {
  const all = ['p#1', 'p#2', 'p#3', 'p#4'];

  it('finds nothing where all is well, whatever became of what nobody knows', () => {
    expect(audit(publications, [log(all), log(all)]).failures).toEqual([]);
    expect(audit(publications, [log(['p#1', 'p#2', 'p#4'])]).failures).toEqual([]);
  });

  it('finds nothing at a guest who came later, or left sooner', () => {
    const guests = [
      log(['p#2', 'p#3', 'p#4'], { isPermanent: false, readyAt: 1.5 }),
      log(['p#1', 'p#2'], { isPermanent: false, hasLeft: true }),
      log([], { isPermanent: false, hasLeft: true }),
    ];
    expect(audit(publications, [log(all), ...guests]).failures).toEqual([]);
  });

  it.each<[string, SubscriberLog[]]>([
    ['a lost one', [log(['p#1', 'p#4'])]],
    ['a doubled one', [log(['p#1', 'p#2', 'p#2', 'p#4'])]],
    ['a reordered one', [log(['p#2', 'p#1', 'p#4'])]],
    ['an invented one', [log(['p#1', 'p#2', 'p#4', 'q#1'])]],
    ['two who disagree on an unknown one', [log(all), log(['p#1', 'p#2', 'p#4'])]],
    ['two who disagree on the order', [log(all), log(['p#1', 'p#3', 'p#2', 'p#4'])]],
    [
      'a hole in what a guest received',
      [log(all), log(['p#1', 'p#4'], { isPermanent: false, hasLeft: true })],
    ],
    [
      'a guest who stood too early',
      [log(all), log(['p#4'], { isPermanent: false, readyAt: 1, hasLeft: true })],
    ],
    ['a gap that was reported for no reason', [log(all, { gaps: [{ at: 5, after: 2 }] })]],
    ['a subscription that ended', [log(all, { errors: ['no'] })]],
  ])('finds %s', (_what, logs) => {
    expect(audit(publications, logs).failures).not.toEqual([]);
  });

  describe('after a fall-back of the store', () => {
    const fallBacks = [{ savedAt: 2.2, restoredAt: 10 }];
    const gap = { at: 11, after: 1 };

    it.each<[string, SubscriberLog[], { reported: number }]>([
      ['a loss that was reported', [log(all), log(['p#1', 'p#4'], { gaps: [gap] })], { reported: 1 }],
      ['a loss at the end', [log(all), log(['p#1'], { gaps: [gap] })], { reported: 2 }],
      ['a loss of all that was published', [log([], { gaps: [{ at: 11, after: 0 }] })], { reported: 3 }],
      [
        'subscribers that lack different results',
        [log(['p#1', 'p#2'], { gaps: [{ at: 11, after: 2 }] }), log(['p#1', 'p#4'], { gaps: [gap] })],
        { reported: 2 },
      ],
      ['a report without a loss', [log(all, { gaps: [{ at: 11, after: 4 }] })], { reported: 0 }],
    ])('permits %s', (_what, logs, { reported }) => {
      const verdict = audit(publications, logs, fallBacks);
      expect(verdict.failures).toEqual([]);
      expect(verdict).toMatchObject({ lost: 0, reported });
    });

    it.each<[string, SubscriberLog[], Partial<Verdict>]>([
      ['a loss without a report', [log(all), log(['p#1', 'p#4'])], { lost: 1, reported: 0 }],
      [
        'a loss at another place than the report',
        [log(all), log(['p#1', 'p#4'], { gaps: [{ at: 11, after: 2 }] })],
        { lost: 1, reported: 0 },
      ],
      [
        'a loss of what was published after the report',
        [log(['p#1'], { gaps: [{ at: 1.5, after: 1 }] })],
        { lost: 2, reported: 0 },
      ],
      ['a report before the fall-back', [log(['p#1', 'p#4'], { gaps: [{ at: 9, after: 1 }] })], { gaps: 1 }],
      ['two reports for one fall-back', [log(all, { gaps: [gap, { at: 12, after: 2 }] })], { gaps: 2 }],
      [
        'a result that comes again, and was sent before the copy',
        [log(['p#1', 'p#2', 'p#1', 'p#4'], { gaps: [{ at: 11, after: 2 }] })],
        { doubled: 1 },
      ],
      [
        'a result that comes too late',
        [log(all), log(['p#2', 'p#4', 'p#1'], { gaps: [{ at: 11, after: 2 }] })],
        { reordered: 2 },
      ],
    ])('finds %s', (_what, logs, expected) => {
      const verdict = audit(publications, logs, fallBacks);
      expect(verdict.failures).not.toEqual([]);
      expect(verdict).toMatchObject(expected);
    });

    it('permits what was not sent yet when the copy was made to come again', () => {
      const gaps = [{ at: 11, after: 2 }];
      const again = log(['p#1', 'p#2', 'p#2', 'p#4'], { gaps });
      expect(audit(publications, [log(['p#1', 'p#2', 'p#4'], { gaps }), again], fallBacks)).toMatchObject({
        failures: [],
        repeated: 1,
        doubled: 0,
      });
      // Sent, and answered, before the copy was made.
      const sentLongAgo = log(['p#1', 'p#2', 'p#1', 'p#4'], { gaps });
      expect(audit(publications, [sentLongAgo], fallBacks)).toMatchObject({ repeated: 0, doubled: 1 });
      // Before the report.
      const early = log(['p#1', 'p#2', 'p#2', 'p#4'], { gaps: [{ at: 11, after: 3 }] });
      expect(audit(publications, [early], fallBacks)).toMatchObject({ repeated: 0, doubled: 1 });
    });
  });
});
