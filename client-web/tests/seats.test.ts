import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { EventSchema, StreamKind } from '$lib/gen/wasl/envelope_pb';
import { EventType, OrganisationChangedSchema, SeatChangedSchema, SeatRequestsChangedSchema } from '$lib/gen/wasl/directory/v1/seats_pb';
import { seatNews } from '$lib/directory/seats/events';
import { leavingOf, mayChange, sorted, type Role } from '$lib/directory/seats/model';
import { apply } from '$lib/messaging/events';
import { decodeEvent, readyToDecode } from '$lib/messaging/decode';
import { emptyState } from '$lib/messaging/model';

const seat = (id: string, role: Role, name = id) => ({ person: { id, name, organisationId: '0', organisation: { ar: '', fr: '', en: '' } }, role });

describe('news of organisations', () => {
  it('say which one to look at again', () => {
    const changed = toBinary(SeatChangedSchema, create(SeatChangedSchema, { organisationId: '7', asked: true }));
    const organisation = toBinary(OrganisationChangedSchema, create(OrganisationChangedSchema, { organisation: { id: '8' } }));
    const requests = toBinary(SeatRequestsChangedSchema, create(SeatRequestsChangedSchema, { organisationId: '9', requestCount: 3 }));
    expect(seatNews(EventType.EVENT_SEAT_CHANGED, changed)).toEqual({ organisationId: '7' });
    expect(seatNews(EventType.EVENT_ORGANISATION_CHANGED, organisation)).toEqual({ organisationId: '8' });
    expect(seatNews(EventType.EVENT_SEAT_REQUESTS_CHANGED, requests)).toEqual({ organisationId: '9', requestCount: 3 });
  });

  it('are nothing when the event is not known, or tells of nothing', () => {
    expect(seatNews(299, new Uint8Array([255, 255]))).toBeUndefined();
    expect(seatNews(EventType.EVENT_ORGANISATION_CHANGED, new Uint8Array())).toBeUndefined();
  });

  it('only move the head of the list of conversations', async () => {
    await readyToDecode();
    for (const type of [200, 201, 202, 299]) {
      const stream = { kind: StreamKind.STREAM_PERSON, key: '1' };
      const event = create(EventSchema, { stream, offset: 5n, type, body: new Uint8Array() });
      expect(apply(emptyState('1'), decodeEvent(stream, event))).toEqual({ ...emptyState('1'), personHead: 5 });
    }
  });
});

describe('seats', () => {
  const both = [seat('1', 'owner'), seat('2', 'member')];

  it('says what leaving means before one leaves', () => {
    expect(leavingOf(both, '1', true)).toBe('hand-over');
    expect(leavingOf(both, '2', true)).toBe('free');
    expect(leavingOf([...both, seat('3', 'owner')], '1', true)).toBe('free');
    expect(leavingOf([seat('1', 'owner')], '1', true)).toBe('orphan');
    expect(leavingOf([seat('1', 'owner')], '1', false)).toBe('gone');
  });

  it('keeps the last owner', () => {
    expect(mayChange(both, both[0]!)).toBe(false);
    expect(mayChange(both, both[1]!)).toBe(true);
    expect(mayChange([...both, seat('3', 'owner')], both[0]!)).toBe(true);
  });

  it('lists owners first, then by name', () => {
    const order = sorted([seat('1', 'member', 'b'), seat('2', 'member', 'a'), seat('3', 'editor'), seat('4', 'owner')]);
    expect(order.map((s) => s.person.id)).toEqual(['4', '3', '2', '1']);
  });
});
