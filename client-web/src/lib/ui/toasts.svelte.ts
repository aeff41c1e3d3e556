export interface Toast {
  id: number;
  text: string;
  /** What the person may do about it while it is shown. */
  action?: { name: string; run: () => void };
  /** It went away and the action was not taken. */
  left?: () => void;
}

const shownMs = 6000;
const most = 3;
let nextId = 1;
let list = $state.raw<Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();

function remove(toast: Toast): boolean {
  clearTimeout(timers.get(toast.id));
  timers.delete(toast.id);
  const shown = list.includes(toast);
  list = list.filter((t) => t !== toast);
  return shown;
}

function leave(toast: Toast): void {
  if (remove(toast)) toast.left?.();
}

function startTimer(toast: Toast): void {
  timers.set(toast.id, setTimeout(() => leave(toast), shownMs));
}

/** Short news; never the only place of an error. */
export const toasts = {
  get list() {
    return list;
  },
  show(text: string, { action, left }: Pick<Toast, 'action' | 'left'> = {}): void {
    const toast = { id: nextId++, text, action, left };
    const [oldest] = list;
    if (oldest && list.length >= most) leave(oldest);
    list = [...list, toast];
    startTimer(toast);
  },
  act(toast: Toast): void {
    if (remove(toast)) toast.action?.run();
  },
  /** The action of the newest toast that has one. */
  actOnNewest(): boolean {
    const toast = list.findLast((t) => t.action);
    if (toast) toasts.act(toast);
    return toast !== undefined;
  },
  /** As long as somebody points at them, they stay. */
  hold(): void {
    timers.forEach(clearTimeout);
    timers.clear();
  },
  release(): void {
    for (const toast of list) if (!timers.has(toast.id)) startTimer(toast);
  },
  /** The page is about to go: what was to happen after a toast happens now. */
  leaveAll(): void {
    [...list].forEach(leave);
  }
};
