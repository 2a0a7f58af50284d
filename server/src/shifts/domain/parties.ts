import { type Role, type Shift, type ShiftDoer, type ShiftPost, type Signer } from '@rearguard/shared';

/** Who may act for an officer who cannot: the one above. Nobody stands above the commander. */
function standIn(post: ShiftPost): Role | null {
  if (post === 'commander') return null;
  return post === 'chief-joc' ? 'commander' : 'chief-joc';
}

/**
 * On which sides of a handover somebody may act. Outgoing: whoever stands at the post, or the one above them; incoming:
 * anyone of the post's role but the one who leaves, whoever the roster names, as rosters are wrong at three in the
 * morning.
 */
export function sidesOf(shift: Shift, who: ShiftDoer): Signer[] {
  const sides: Signer[] = [];
  const stands = shift.person.personId === who.personId;
  if (stands || who.role === standIn(shift.post)) sides.push('outgoing');
  if (!stands && who.role === shift.post) sides.push('incoming');
  return sides;
}
