import {
  type Alert,
  type EpochMs,
  isOpen,
  isUnacknowledged,
  isWorse,
  type Methane,
  UNKNOWN_METHANE,
} from '@rearguard/shared';
import { type AlertRecord, BY_ITSELF, type Doer, step, type Stepped } from './alert-record.js';
import { acknowledgeBy } from './due.js';
import { raisedAgain } from './raise.js';

/** What became known about the event behind an alert. */
export interface News {
  severity: Alert['severity'];
  /** More people are hurt than was known. */
  casualtiesRose: boolean;
  text: string;
  methane: Methane | null;
  observedAt: EpochMs;
  source: string;
  messageId: string | null;
  who: Doer;
}

/**
 * Takes further news of the same event in. A worse severity raises the alert again whatever became of it; more casualties
 * raise one again that is open. All else is a line in its history: nothing that a person decided is undone by it.
 */
export function hearMore(record: AlertRecord, news: News, at: EpochMs): Stepped {
  const { alert } = record;
  const worse = isWorse(news.severity, alert.severity);
  const said = {
    who: news.who,
    at,
    observedAt: news.observedAt,
    messageId: news.messageId,
    detail: { text: news.text, source: news.source, severity: news.severity, casualtiesRose: news.casualtiesRose },
  };
  const methane = filled(alert.methane, news.methane);
  if (isUnacknowledged(alert)) {
    const severity = worse ? news.severity : alert.severity;
    const told = severity === 'critical' ? (methane ?? UNKNOWN_METHANE) : methane;
    return step(
      record,
      { severity, methane: told, ...(worse && sooner(alert, severity, at)) },
      { ...said, action: 'report' },
    );
  }
  if (worse || (news.casualtiesRose && isOpen(alert))) {
    const severity = worse ? news.severity : alert.severity;
    const again = raisedAgain({ ...alert, methane }, severity, at);
    const reason = worse ? 'its severity rose' : 'more people are hurt';
    return step(record, again, { ...said, action: 'reraise', reason });
  }
  return step(record, { methane }, { ...said, action: 'report' });
}

/** The condition behind an alert passed, or came back. It stays until a person ends it. */
export function easeOrReturn(record: AlertRecord, eased: boolean, at: EpochMs): Stepped {
  const { alert } = record;
  const said = { who: BY_ITSELF, at };
  if (eased) return step(record, { eased: true }, { ...said, action: 'ease' });
  if (isUnacknowledged(alert)) return step(record, { eased: false }, { ...said, action: 'report' });
  return step(record, raisedAgain(alert, alert.severity, at), { ...said, action: 'reraise', reason: 'it came back' });
}

/** The nearer of the two limits; at the top there is none left. */
export function sooner(alert: Alert, severity: Alert['severity'], at: EpochMs): Partial<Alert> {
  if (alert.overdue) return {};
  const due = acknowledgeBy(severity, at);
  return alert.dueAt !== null && due.dueAt !== null && alert.dueAt < due.dueAt ? {} : due;
}

/** What was unknown is filled in; what was said stays until it is said otherwise. */
function filled(known: Methane | null, news: Methane | null): Methane | null {
  if (known === null || news === null) return news ?? known;
  const said = Object.fromEntries(Object.entries(news).filter(([, value]) => value !== null));
  return { ...known, ...said };
}
