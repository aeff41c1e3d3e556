import { listScheduled, type Scheduled } from '../personal';

/** The signed-in person's messages that leave later. */
class ScheduledMessages {
  all = $state.raw<Scheduled[]>([]);

  in(conversationId: string): Scheduled[] {
    return this.all.filter((s) => s.conversationId === conversationId);
  }

  async refresh(): Promise<void> {
    this.all = await listScheduled().catch(() => this.all);
  }

  forget(): void {
    this.all = [];
  }
}

export const scheduled = new ScheduledMessages();
