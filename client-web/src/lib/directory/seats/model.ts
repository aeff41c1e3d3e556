import type { Seat } from '../api';

export type Role = Seat['role'];
export const roles: Role[] = ['owner', 'editor', 'member'];
/** What an invitation can give: an owner is made by an owner. */
export const offered: Role[] = ['editor', 'member'];

/**
 * What leaving means: `hand-over` first, as others would be left without an owner; `orphan`: nobody would be left, and the verifiers
 * take over; `gone`: nobody would be left of a draft; `free`: others go on.
 */
export type Leaving = 'hand-over' | 'orphan' | 'gone' | 'free';

export function leavingOf(seats: Seat[], me: string, published: boolean): Leaving {
  if (seats.length <= 1) return published ? 'orphan' : 'gone';
  const owners = seats.filter((s) => s.role === 'owner');
  return owners.length === 1 && owners[0]?.person.id === me ? 'hand-over' : 'free';
}

/** The last owner stays one. */
export const mayChange = (seats: Seat[], seat: Seat): boolean => seat.role !== 'owner' || seats.filter((s) => s.role === 'owner').length > 1;

/** Owners first, then editors; by name within. */
export function sorted(seats: Seat[]): Seat[] {
  return [...seats].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || a.person.name.localeCompare(b.person.name));
}

/** Links and refusals that mean: this invitation works no more. */
export const endedReasons = ['invitation_not_found', 'seats.ended'];
