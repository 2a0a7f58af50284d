import type { CallTree, Comms, CommsEntry, Site } from '@rearguard/shared';
import { all, ask, send } from '../api.js';

const pathOf = (id: string): string => `/api/comms/${encodeURIComponent(id)}`;

/** The room's HTTP side, as far as radio checks and force protection need it. */
export const commsApi = {
  check: (id: string, means: Comms['primary']) => send<Comms>('POST', `${pathOf(id)}/checks`, { means }),
  amend: (id: string, body: Record<string, unknown>) => send<Comms>('PATCH', pathOf(id), body),
  callTree: (id: string) => ask<CallTree>(`${pathOf(id)}/call-tree`),
  history: (id: string) => all<CommsEntry>(`${pathOf(id)}/history`),
  protect: (siteId: string, body: Record<string, unknown>) =>
    send<Site>('PATCH', `/api/sites/${encodeURIComponent(siteId)}/protection`, body),
};
