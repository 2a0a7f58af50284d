import type { Alert, Convoy, Incident, Severity, Site } from '@rearguard/shared';
import fc from 'fast-check';
import { raised } from '../../testing/alerts.js';
import { type Changed, type Told, whatChanged } from './what-changed.js';

const AT = '2023-08-13T09:00:00.000Z';
const nothing: Told = { alerts: [], convoys: [], incidents: [], sites: [], shifts: [], log: [], open: [] };
const alert = (over: Partial<Alert>): Alert => ({ ...raised().alert, ...over });
const changed = <Body>(before: Body | null, after: Body, at = AT): Changed<Body> => ({ id: 'x', before, after, at });

describe('what changed while one was away', () => {
  it('counts every alert that was raised, once, and shows the worst that are open first', () => {
    const severities = fc.array(fc.constantFrom<Severity>('critical', 'high', 'medium', 'info'), { maxLength: 40 });
    fc.assert(
      fc.property(severities, (all) => {
        const alerts = all.map((severity, i) => ({ ...changed(null, alert({ severity })), id: `A-${i}` }));
        const { alerts: told } = whatChanged({ ...nothing, alerts });
        expect(Object.values(told.raised).reduce((sum, count) => sum + count, 0)).toBe(all.length);
        const worst = [...all].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).slice(0, 5);
        expect(told.rows.map(({ severity }) => severity)).toEqual(worst);
      }),
    );
  });

  it('says nothing of an alert that others only worked on, and of a convoy that only moved', () => {
    const alerts = [changed(alert({ state: 'raised' }), alert({ state: 'assessed', version: 3 }))];
    const convoys = [changed({ state: 'departed' } as Convoy, { state: 'departed', headKm: 3 } as Convoy)];
    const told = whatChanged({ ...nothing, alerts, convoys });
    expect(told.alerts.rows).toEqual([]);
    expect(told.convoys.total).toBe(0);
  });

  it('tells of an incident by its alert, when it raised one', () => {
    const told = whatChanged({
      ...nothing,
      alerts: [{ ...changed(null, alert({})), id: 'A-1' }],
      incidents: [
        { ...changed(null, { alertId: 'A-1' } as Incident), id: 'I-1' },
        { ...changed(null, { alertId: null } as Incident), id: 'I-2' },
      ],
    });
    expect(told.incidents).toMatchObject({ total: 1, rows: [{ id: 'I-2' }] });
  });

  it('tells of what came and went, from how one left it to how it stands', () => {
    const convoys = [changed({ state: 'planned' } as Convoy, { state: 'arrived', lateMin: 40 } as Convoy)];
    const sites = [changed({ state: 'open' } as Site, { state: 'closed' } as Site)];
    const alerts = [changed(alert({}), alert({ state: 'resolved' })), changed(alert({}), alert({ raises: 2 }))];
    const told = whatChanged({ ...nothing, convoys, sites, alerts });
    expect(told.convoys.rows).toMatchObject([{ from: 'planned', to: 'arrived', lateMin: 40 }]);
    expect(told.sites.rows).toMatchObject([{ from: 'open', to: 'closed' }]);
    expect(told.alerts).toMatchObject({ closed: 1, rows: [{ raisedAnew: true }, { state: 'resolved' }] });
  });
});

const ORDER: Severity[] = ['critical', 'high', 'medium', 'info'];
