import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import type { Publication, SubscriberLog } from './journal.ts';

/** Published in this order, one a millisecond. */
const publications: Publication[] = ['p#1', 'p#2', 'p#3', 'p#4'].map((key, index) => ({
  room: 'a',
  key,
  publisher: 'p',
  startedAt: index + 1,
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
    ['a gap that was told', [log(all, { gaps: ['c'] })]],
    ['a subscription that ended', [log(all, { errors: ['no'] })]],
  ])('finds %s', (_what, logs) => {
    expect(audit(publications, logs).failures).not.toEqual([]);
  });
});
