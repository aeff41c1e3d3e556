import { SpecialistService } from '$lib/gen/wasl/directory/v1/specialists_pb';
import { toPerson } from '$lib/messaging/model';
import { line } from '$lib/wire/line';
import { fromOffer, toMyOffer, toOffer, type MyOffer, type Offer, type Specialist, type WaitingOffer } from './model';

const { method } = SpecialistService;

export interface SpecialistFilter {
  sector: string;
  region: string;
  language: string;
  openOnly: boolean;
}

export async function listSpecialists(filter: SpecialistFilter, cursor = '', limit = 0): Promise<{ specialists: Specialist[]; nextCursor: string }> {
  const page = await line.call(method.listSpecialists, { ...filter, cursor, limit });
  return {
    specialists: page.specialists.flatMap(({ person, offer }) => (person ? [{ person: toPerson(person), offer: toOffer(offer) }] : [])),
    nextCursor: page.nextCursor
  };
}

export const getMyOffer = async (): Promise<MyOffer> => toMyOffer((await line.call(method.getMyOffer, {})).offer);
export const offerHelp = async (offer: Offer): Promise<MyOffer> => toMyOffer((await line.call(method.offerHelp, { offer: fromOffer(offer) })).offer);
export const withdrawOffer = async (): Promise<void> => void (await line.call(method.withdrawOffer, {}));

export async function listOffers(cursor = ''): Promise<{ offers: WaitingOffer[]; nextCursor: string; count: number }> {
  const page = await line.call(method.listOffers, { cursor });
  return {
    offers: page.offers.flatMap(({ person, offer, submittedAtMs, own }) => {
      const mine = toMyOffer(offer);
      return person ? [{ person: toPerson(person), mine, offer: mine.offer, submittedAt: Number(submittedAtMs), own }] : [];
    }),
    nextCursor: page.nextCursor,
    count: page.waitingCount
  };
}

export const decideOffer = async (personId: string, version: string, accept: boolean, reason = ''): Promise<void> =>
  void (await line.call(method.decideOffer, { personId, version: BigInt(version), accept, reason }));
