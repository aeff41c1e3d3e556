import { fromBinary } from '@bufbuild/protobuf';
import { InterestsChangedSchema, InterestsEventType } from '$lib/gen/wasl/directory/v1/home_pb';
import { getInterests, setInterests, toInterests, type Interests } from './api';

let mine = $state.raw<Interests | null>(null);
let shownByDefault = $state(false);
let changes = $state(0);

/** What the person has chosen, on all devices alike. */
export const interests = {
  /** Null until asked for. */
  get mine() {
    return mine;
  },
  get shownByDefault() {
    return shownByDefault;
  },
  /** What follows from them reads this in its effect, and so looks again. */
  get changes() {
    return changes;
  },
  async load(): Promise<Interests> {
    const answer = await getInterests();
    ({ interests: mine, shownByDefault } = answer);
    return answer.interests;
  },
  async set(to: Interests): Promise<void> {
    mine = await setInterests(to);
    changes += 1;
  },
  heard(type: number, body: Uint8Array): void {
    if (type !== (InterestsEventType.EVENT_INTERESTS_CHANGED as number)) return;
    mine = toInterests(fromBinary(InterestsChangedSchema, body).interests);
    changes += 1;
  },
  forget(): void {
    mine = null;
    shownByDefault = false;
  }
};
