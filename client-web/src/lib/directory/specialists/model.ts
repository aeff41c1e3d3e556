import { Availability, OfferState, type MyOffer as WireMyOffer, type Offer as WireOffer } from '$lib/gen/wasl/directory/v1/specialists_pb';
import type { Person, Text } from '$lib/messaging/model';

export const availabilities = ['open', 'busy', 'away'] as const;
export type Available = (typeof availabilities)[number];

/** Help that somebody offers. */
export interface Offer {
  profile: Text;
  sectors: string[];
  /** Regions and countries; none: anywhere. */
  places: string[];
  languages: string[];
  availability: Available;
  /** "2026-12-31", of busy ones. */
  busyUntil: string;
  atOnce: number;
}

export interface MyOffer {
  state: 'none' | 'waiting' | 'accepted' | 'returned';
  offer: Offer;
  /** What the sectors of an accepted one are to be. */
  waitingSectors: string[];
  reason: string;
  version: string;
}

export interface Specialist {
  person: Person;
  offer: Offer;
}

export interface WaitingOffer extends Specialist {
  mine: MyOffer;
  submittedAt: number;
  own: boolean;
}

export const mostSectors = 5;
export const mostPlaces = 20;
export const longestProfile = 2000;
/** Those that are offered to choose from; others are shown when somebody has them. */
export const languageCodes = ['ar', 'fr', 'en', 'so', 'es', 'it', 'de'];

export const emptyOffer = (): Offer => ({ profile: { ar: '', fr: '', en: '' }, sectors: [], places: [], languages: [], availability: 'open', busyUntil: '', atOnce: 3 });

const wireAvailabilities: Record<Available, Availability> = { open: Availability.OPEN, busy: Availability.BUSY, away: Availability.AWAY };
const availabilityOf: Partial<Record<Availability, Available>> = { [Availability.BUSY]: 'busy', [Availability.AWAY]: 'away' };
const states: Partial<Record<OfferState, MyOffer['state']>> = {
  [OfferState.OFFER_WAITING]: 'waiting',
  [OfferState.OFFER_ACCEPTED]: 'accepted',
  [OfferState.OFFER_RETURNED]: 'returned'
};

export const toOffer = (wire?: WireOffer): Offer =>
  wire
    ? {
        profile: { ar: wire.profile?.ar ?? '', fr: wire.profile?.fr ?? '', en: wire.profile?.en ?? '' },
        sectors: [...wire.sectors],
        places: [...wire.places],
        languages: [...wire.languages],
        availability: availabilityOf[wire.availability] ?? 'open',
        busyUntil: wire.busyUntil,
        atOnce: wire.atOnce
      }
    : emptyOffer();

export const fromOffer = (offer: Offer) => ({ ...offer, availability: wireAvailabilities[offer.availability] });

export const toMyOffer = (wire?: WireMyOffer): MyOffer => ({
  state: states[wire?.state ?? OfferState.OFFER_NONE] ?? 'none',
  offer: toOffer(wire?.offer),
  waitingSectors: [...(wire?.waitingSectors ?? [])],
  reason: wire?.reason ?? '',
  version: String(wire?.version ?? 0n)
});

/** "sectors[2]" and "profile.ar" are about `sectors` and `profile`. */
export const fieldOf = (field: string): string => field.replace(/[.[].*$/, '');
