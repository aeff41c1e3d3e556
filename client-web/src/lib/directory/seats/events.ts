import { fromBinary } from '@bufbuild/protobuf';
import { EventType, OrganisationChangedSchema, SeatChangedSchema, SeatRequestsChangedSchema } from '$lib/gen/wasl/directory/v1/seats_pb';

/** What the person's stream says of organisations: which one to look at again, and how many ask for a seat when that is told. */
export interface SeatNews {
  organisationId: string;
  requestCount?: number;
}

/** Events of other modules, and those that are not known yet, tell nothing. */
export function seatNews(type: number, body: Uint8Array): SeatNews | undefined {
  if (type === EventType.EVENT_SEAT_CHANGED) return { organisationId: fromBinary(SeatChangedSchema, body).organisationId };
  if (type === EventType.EVENT_ORGANISATION_CHANGED) {
    const { organisation } = fromBinary(OrganisationChangedSchema, body);
    return organisation && { organisationId: organisation.id };
  }
  if (type === EventType.EVENT_SEAT_REQUESTS_CHANGED) {
    const { organisationId, requestCount } = fromBinary(SeatRequestsChangedSchema, body);
    return { organisationId, requestCount };
  }
  return undefined;
}
