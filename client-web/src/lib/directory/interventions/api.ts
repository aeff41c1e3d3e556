import { InterventionOrder, InterventionService, type Intervention as WireIntervention } from '$lib/gen/wasl/directory/v1/interventions_pb';
import type { Text } from '$lib/messaging/model';
import { callHttp } from '$lib/wire/http';
import { line } from '$lib/wire/line';
import { toOrganisation, type Organisation } from '../api';
import type { Filter, Order } from './model';

const { method } = InterventionService;

export interface Intervention {
  /** Empty: a new one. */
  id: string;
  organisationId: string;
  title: Text;
  country: string;
  /** None: the whole country. */
  regions: string[];
  sectors: string[];
  /** 202403; 0: not told. */
  from: number;
  to: number;
  amount: number;
  url: string;
  version: string;
}

export interface Shown extends Intervention {
  partner: Organisation | undefined;
}

/** How many there are in a region, or (without one) for a whole country. */
export interface PlaceCount {
  country: string;
  region: string;
  count: number;
}

export interface Page {
  found: Shown[];
  nextCursor: string;
  /** Of the first page only. */
  total: number;
  places: PlaceCount[];
}

const orderNumbers: Record<Order, InterventionOrder> = {
  latest: InterventionOrder.INTERVENTION_LATEST,
  earliest: InterventionOrder.INTERVENTION_EARLIEST,
  largest: InterventionOrder.INTERVENTION_LARGEST,
  smallest: InterventionOrder.INTERVENTION_SMALLEST
};

const toIntervention = (wire: WireIntervention): Intervention => ({
  id: wire.id,
  organisationId: wire.organisationId,
  title: { ar: wire.title?.ar ?? '', fr: wire.title?.fr ?? '', en: wire.title?.en ?? '' },
  country: wire.country,
  regions: [...wire.regions],
  sectors: [...wire.sectors],
  from: wire.fromMonth,
  to: wire.toMonth,
  amount: wire.amount,
  url: wire.url,
  version: wire.version
});

export const noFilter: Filter = { countries: [], regions: [], sectors: [], year: 0, amounts: [] };

export async function listInterventions(filter: Filter, order: Order, organisationId = '0', cursor = ''): Promise<Page> {
  const answer = await callHttp(method.listInterventions, { filter: { ...filter, organisationId }, order: orderNumbers[order], cursor });
  return {
    found: answer.interventions.flatMap(({ intervention, partner }) => (intervention ? [{ ...toIntervention(intervention), partner: partner && toOrganisation(partner) }] : [])),
    nextCursor: answer.nextCursor,
    total: answer.total,
    places: answer.places.map(({ country, region, count }) => ({ country, region, count }))
  };
}

/** `clientId`: of a new one, the same for every try. */
export async function saveIntervention(clientId: string, { id, from, to, ...rest }: Intervention): Promise<void> {
  await line.call(method.saveIntervention, { clientId, intervention: { ...rest, id: id || '0', fromMonth: from, toMonth: to } });
}

export const removeIntervention = (organisationId: string, interventionId: string) => line.call(method.removeIntervention, { organisationId, interventionId });
