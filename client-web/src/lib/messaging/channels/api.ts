import { ChannelService } from '$lib/gen/wasl/messaging/v1/channels_pb';
import { line } from '$lib/wire/line';
import { toConversation, toPerson } from '../model';

const { method } = ChannelService;

export interface Channel {
  id: string;
  title: string;
  description: string;
  memberCount: number;
  following: boolean;
}

export async function listChannels(organisationId: string): Promise<{ channels: Channel[]; mayCreate: boolean }> {
  const { channels, mayCreate } = await line.call(method.listChannels, { organisationId });
  const plain = channels.map(({ id, title, description, memberCount, following }) => ({ id, title, description, memberCount, following }));
  return { channels: plain, mayCreate };
}

/** The same `clientId` for every retry of one channel. */
export async function createChannel(clientId: string, organisationId: string, title: string, description: string) {
  const { conversation, people } = await line.call(method.createChannel, { clientId: BigInt(clientId), organisationId, title, description });
  return { conversation: conversation && toConversation(conversation), people: people.map(toPerson) };
}

export async function followChannel(conversationId: string) {
  const { conversation, people } = await line.call(method.followChannel, { conversationId });
  return { conversation: conversation && toConversation(conversation), people: people.map(toPerson) };
}
