const holdMs = 500;
const strayPx = 10;

/**
 * A finger that rests on an element inside `list` calls `act` with it. For browsers whose long touch is no contextmenu event
 * (iOS); where it is one, that comes first and nothing is called twice. The click that ends such a touch does nothing.
 */
export function longPress(list: HTMLElement, act: (target: Element, x: number, y: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  let held = false;

  const stop = () => clearTimeout(timer);
  const start = (event: TouchEvent) => {
    const [touch] = event.touches;
    stop();
    held = false;
    if (!touch || event.touches.length > 1 || !(event.target instanceof Element)) return;
    const { target } = event;
    from = { x: touch.clientX, y: touch.clientY };
    timer = setTimeout(() => {
      held = true;
      act(target, from.x, from.y);
    }, holdMs);
  };
  const move = ({ touches: [touch] }: TouchEvent) => {
    if (!touch || Math.hypot(touch.clientX - from.x, touch.clientY - from.y) > strayPx) stop();
  };
  const end = (event: TouchEvent) => {
    stop();
    if (held && event.cancelable) event.preventDefault();
  };
  const click = (event: MouseEvent) => {
    if (held) event.preventDefault();
    held = false;
  };
  const listeners: [string, (event: never) => void, AddEventListenerOptions][] = [
    ['touchstart', start, { passive: true }],
    ['touchmove', move, { passive: true }],
    ['touchend', end, { passive: false }],
    ['touchcancel', stop, {}],
    ['contextmenu', stop, {}],
    ['click', click, { capture: true }]
  ];
  for (const [type, listener, options] of listeners) list.addEventListener(type, listener as EventListener, options);
  return () => {
    stop();
    for (const [type, listener, options] of listeners) list.removeEventListener(type, listener as EventListener, options);
  };
}
