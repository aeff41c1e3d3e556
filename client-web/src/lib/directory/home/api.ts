import { HomeService, TaskKind } from '$lib/gen/wasl/directory/v1/home_pb';
import { toPerson, type Person } from '$lib/messaging/model';
import { line } from '$lib/wire/line';
import { toOrganisation, type Organisation } from '../api';
import type { Found } from '../find';
import { toInterests, type Interests } from '../interests/api';

const kinds = {
  [TaskKind.TASK_RETURNED]: 'returned',
  [TaskKind.TASK_DRAFT]: 'draft',
  [TaskKind.TASK_SEAT_REQUESTS]: 'requests',
  [TaskKind.TASK_CONFIRM]: 'confirm',
  [TaskKind.TASK_REVIEWS]: 'reviews'
} as const;
type Kinds = typeof kinds;

export interface Task {
  kind: Kinds[keyof Kinds];
  /** Of a task of the platform: none. */
  organisation: Organisation | undefined;
  count: number;
}

/** The first screen: plain values, kept for the next time. */
export interface Home {
  interests: Interests;
  near: Found[];
  people: Person[];
  newest: Organisation[];
  tasks: Task[];
  hasSeat: boolean;
  askedForSeat: boolean;
}

export async function getHome(): Promise<Home> {
  const answer = await line.call(HomeService.method.getHome, {});
  return {
    interests: toInterests(answer.interests),
    near: answer.near.flatMap((f) => (f.organisation ? [{ ...toOrganisation(f.organisation), stale: f.stale, distance: f.distanceKm }] : [])),
    people: answer.people.map(toPerson),
    newest: answer.newest.map(toOrganisation),
    tasks: answer.tasks.flatMap(({ kind, organisation, count }) =>
      kind in kinds ? [{ kind: kinds[kind as keyof Kinds], organisation: organisation && toOrganisation(organisation), count }] : []
    ),
    hasSeat: answer.hasSeat,
    askedForSeat: answer.askedForSeat
  };
}
