import type { Alert, AlertEntry, AlertState, EpochMs } from '@rearguard/shared';

/** A step of an alert, as far as its quality needs it. */
export interface StoryStep {
  at: EpochMs;
  action: AlertEntry['action'];
  byPerson: boolean;
  to: AlertState;
}

/** An alert with its raises, the acts of people and its ends, oldest first. */
export interface Story extends Pick<Alert, 'id' | 'kind' | 'ruleId' | 'severity' | 'subjects'> {
  cause: string;
  steps: StoryStep[];
}

/** Somebody stood at the desk. */
export interface Watch {
  from: EpochMs;
  to: EpochMs;
}

/** The time that is judged, its end not included. */
export interface Span {
  from: EpochMs;
  to: EpochMs;
}

/** One time that people were asked. */
export interface Raise {
  at: EpochMs;
  story: Story;
  /** The step it is, by its place. */
  index: number;
}

const CLOSED: readonly AlertState[] = ['resolved', 'merged', 'false_report'];

export const isClosed = (state: AlertState): boolean => CLOSED.includes(state);

/** Raises within a span, by time. */
export function raisesOf(stories: readonly Story[], { from, to }: Span): Raise[] {
  const raises = stories.flatMap((story) =>
    story.steps.flatMap(({ at, action }, index) =>
      asks(action) && at >= from && at < to ? [{ at, story, index }] : [],
    ),
  );
  return raises.sort((a, b) => a.at - b.at);
}

/** Whether a step asks anew for somebody to take the alert. */
export function asks(action: StoryStep['action']): boolean {
  return action === 'raise' || action === 'reraise' || action === 'unshelve';
}

/** When a person first acted on it after a raise; null: nobody did. */
export function takenAt({ story, index }: Raise): EpochMs | null {
  for (const { at, action, byPerson, to } of story.steps.slice(index + 1)) {
    if (asks(action)) return null; // from here on people were asked anew
    if (byPerson && to !== 'raised' && to !== 'escalated') return at;
  }
  return null;
}
