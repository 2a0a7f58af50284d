import type { Alert, Session } from '@rearguard/shared';
import { Desk } from '../desk/desk.svelte.js';
import { I18n } from '../i18n/i18n.svelte.js';
import { Room } from '../wall/room.svelte.js';
import { aClock, aPicture } from './builders.js';

const AT = '2023-08-13T13:12:00.000Z';

/** The desk of A. Keita at 13:12, with these alerts. */
export function aDesk(alerts: readonly Alert[], role: Session['role'] = 'duty-officer'): Desk {
  const session: Session = {
    person: { id: 'me', name: 'A. Keita' },
    role,
    expiresAt: AT,
    room: { exercise: null, missionTimeZone: 'UTC', mapboxAccessToken: null, ownBaseMap: false },
  };
  const theatre = {
    id: 't',
    name: { en: 'T', fr: 'T', zh: 'T' },
    mission: { name: 'M', start: '2023-07-01', deadline: '2023-12-31', timeZone: 'UTC', source: '' },
    phases: [],
    places: [],
  };
  const desk = new Desk(new Room(session, theatre, [], new I18n(null)));
  showAlerts(desk, alerts);
  desk.settle();
  return desk;
}

/** What the room knows from now on. */
export function showAlerts({ room }: Desk, alerts: readonly Alert[]): void {
  const byId = Object.fromEntries(alerts.map((alert) => [alert.id, alert]));
  room.live.picture.load(aPicture({ clock: aClock({ at: AT }), alerts: byId }));
}
