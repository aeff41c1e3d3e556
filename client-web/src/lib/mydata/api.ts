import { Export_State as State, MyDataService, type Export as WireExport } from '$lib/gen/wasl/mydata/v1/mydata_pb';
import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { line } from '$lib/wire/line';

const { method } = MyDataService;

knowReasons({ 'my_data.busy': m.error_my_data_busy, 'my_data.too_many': m.error_my_data_too_many, 'my_data.too_much': m.error_my_data_too_much });

/** An archive of one conversation, or of everything. */
export interface Archive {
  id: string;
  /** '0': everything. */
  conversationId: string;
  state: 'waiting' | 'ready' | 'failed';
  percent: number;
  createdAt: number;
  href: string;
  bytes: number;
  expiresAt: number;
}

const toArchive = (wire: WireExport): Archive => ({
  id: wire.id,
  conversationId: wire.conversationId,
  state: wire.state === State.READY ? 'ready' : wire.state === State.FAILED ? 'failed' : 'waiting',
  percent: wire.percent,
  createdAt: Number(wire.createdAtMs),
  href: `/media/files/${wire.fileId}`,
  bytes: Number(wire.bytes),
  expiresAt: Number(wire.expiresAtMs)
});

/** The same `clientId` for every retry. */
export const startExport = (clientId: string, conversationId: string) =>
  line.call(method.startExport, { clientId: BigInt(clientId), conversationId });

export async function listExports(): Promise<Archive[]> {
  return (await line.call(method.listExports, {})).exports.map(toArchive);
}
