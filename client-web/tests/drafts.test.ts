import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftSync } from '$lib/messaging/drafts/drafts';
import type { Draft } from '$lib/messaging/personal';
import { MemoryStore } from '$lib/storage/store';
import { lineLost } from '$lib/wire/status';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The server: the latest text of each conversation, and whether it can be reached. */
class Server {
  now = 100;
  away = false;
  told: string[] = [];
  drafts = new Map<string, Draft>();

  write(conversationId: string, text: string, replyTo = 0): Draft {
    const draft = { conversationId, text, replyTo, updatedAt: ++this.now };
    if (text) this.drafts.set(conversationId, draft);
    else this.drafts.delete(conversationId);
    return draft;
  }
  list = async () => [...this.drafts.values()];
  set = async (conversationId: string, text: string, replyTo: number) => {
    if (this.away) throw lineLost();
    this.told.push(text);
    return this.write(conversationId, text, replyTo).updatedAt;
  };
}

function device(server: Server, store = new MemoryStore(), texts: Record<string, string> = {}) {
  const replies: Record<string, number> = {};
  const home = {
    store,
    draft: (id: string) => texts[id] ?? '',
    useDraft: (id: string, text: string) => void (texts[id] = text),
    replyTo: (id: string) => replies[id] ?? 0,
    useReply: (id: string, offset: number) => void (replies[id] = offset)
  };
  const sync = new DraftSync(home, server);
  const type = (id: string, text: string) => {
    texts[id] = text;
    sync.tellLater(id);
  };
  return { sync, texts, replies, store, type };
}

describe('drafts', () => {
  it('are told once writing pauses, and as they are then', async () => {
    const server = new Server();
    const { type } = device(server);
    type('7', 'sa');
    await vi.advanceTimersByTimeAsync(1000);
    type('7', 'salam');
    await vi.advanceTimersByTimeAsync(1499);
    expect(server.told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.told).toEqual(['salam']);
  });

  it('of another device replace what is here, in the order of their times, each once', () => {
    const { sync, texts } = device(new Server());
    sync.elsewhere({ conversationId: '7', text: 'b', replyTo: 0, updatedAt: 2 });
    sync.elsewhere({ conversationId: '7', text: 'a', replyTo: 0, updatedAt: 1 });
    expect(texts['7']).toBe('b');
    texts['7'] = 'c';
    sync.elsewhere({ conversationId: '7', text: 'b', replyTo: 0, updatedAt: 2 });
    expect(texts['7']).toBe('c');
    sync.elsewhere({ conversationId: '7', text: '', replyTo: 0, updatedAt: 3 });
    expect(texts['7']).toBe('');
  });

  it('that are being written here are not taken away', async () => {
    const server = new Server();
    const { sync, texts, type } = device(server);
    type('7', 'here');
    sync.elsewhere(server.write('7', 'there'));
    expect(texts['7']).toBe('here');
    await vi.advanceTimersByTimeAsync(1500);
    expect(server.drafts.get('7')?.text).toBe('here');
  });

  it('written without a line survive a reload and win over an older one of the server', async () => {
    const server = new Server();
    server.write('7', 'old');
    server.away = true;
    const first = device(server);
    first.type('7', 'newer');
    await vi.advanceTimersByTimeAsync(1500);
    first.sync.close();
    server.away = false;
    const { sync, texts } = device(server, first.store, { 7: 'newer' });
    await sync.sync();
    await vi.advanceTimersByTimeAsync(0);
    expect(texts['7']).toBe('newer');
    expect(server.drafts.get('7')?.text).toBe('newer');
  });

  it('come from the server when a device arrives', async () => {
    const server = new Server();
    server.write('7', 'مسودة');
    const { sync, texts } = device(server);
    await sync.sync();
    expect(texts['7']).toBe('مسودة');
    expect(server.told).toEqual([]);
  });

  it('keep what they answer, on every device', async () => {
    const server = new Server();
    const here = device(server);
    here.replies['7'] = 12;
    here.type('7', 'an answer');
    await vi.advanceTimersByTimeAsync(1500);
    expect(server.drafts.get('7')).toMatchObject({ text: 'an answer', replyTo: 12 });
    const there = device(server);
    await there.sync.sync();
    expect(there.replies['7']).toBe(12);
    there.sync.elsewhere(server.write('7', 'an answer', 0));
    expect(there.replies['7']).toBe(0);
  });
});
