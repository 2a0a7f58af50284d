import { Changes1790000000100 } from './1790000000100-changes.js';
import { Feeds1790000000200 } from './1790000000200-feeds.js';
import { Movements1790000000300 } from './1790000000300-movements.js';
import { Sites1790000000400 } from './1790000000400-sites.js';
import { Access1790000000500 } from './1790000000500-access.js';
import { Exercises1790000000600 } from './1790000000600-exercises.js';
import { Leases1790000000700 } from './1790000000700-leases.js';
import { ThinnedPositions1790000000790 } from './1790000000790-thinned-positions.js';
import { FeedLag1790000000800 } from './1790000000800-feed-lag.js';
import { RoomSettings1790000001100 } from './1790000001100-room-settings.js';
import { MachineDeadlines1790000001200 } from './1790000001200-machine-deadlines.js';
import { Accounts1790000002000 } from './1790000002000-accounts.js';
import { AuditChain1790000002100 } from './1790000002100-audit-chain.js';
import { Alerts1790000002200 } from './1790000002200-alerts.js';
import { Incidents1790000002210 } from './1790000002210-incidents.js';
import { AlertRules1790000002220 } from './1790000002220-alert-rules.js';
import { Shifts1790000002400 } from './1790000002400-shifts.js';
import { Comms1790000002500 } from './1790000002500-comms.js';
import { Notices1790000002600 } from './1790000002600-notices.js';
import { AlertEntryTimes1790000002610 } from './1790000002610-alert-entry-times.js';
import { ExerciseDrops1790000002700 } from './1790000002700-exercise-drops.js';
import { Dossiers1790000003000 } from './1790000003000-dossiers.js';

/** Every migration, oldest first. Never edited once it has shipped. */
export const MIGRATIONS = [
  Changes1790000000100,
  Feeds1790000000200,
  Movements1790000000300,
  Sites1790000000400,
  Access1790000000500,
  Exercises1790000000600,
  Leases1790000000700,
  ThinnedPositions1790000000790,
  FeedLag1790000000800,
  RoomSettings1790000001100,
  MachineDeadlines1790000001200,
  Accounts1790000002000,
  AuditChain1790000002100,
  Alerts1790000002200,
  Incidents1790000002210,
  AlertRules1790000002220,
  Shifts1790000002400,
  Comms1790000002500,
  Notices1790000002600,
  AlertEntryTimes1790000002610,
  ExerciseDrops1790000002700,
  Dossiers1790000003000,
];
