const enoughPx = 56;

/** On a touch screen, an element (with touch-action: pan-y) that is drawn towards the end of its line calls `act`. */
export const swipe = (act: () => void) => (element: HTMLElement) => {
  let from: { x: number; y: number } | undefined;
  let by = 0;
  const along = () => (getComputedStyle(element).direction === 'rtl' ? -1 : 1);

  const show = (px: number) => {
    by = px;
    element.style.translate = px ? `${px * along()}px` : '';
  };
  const start = (event: TouchEvent) => {
    const [touch] = event.touches;
    from = touch && event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : undefined;
  };
  const move = (event: TouchEvent) => {
    const [touch] = event.touches;
    if (!from || !touch) return;
    const across = Math.abs(touch.clientY - from.y);
    const distance = (touch.clientX - from.x) * along();
    if (by === 0 && (distance < 12 || distance < across * 2)) {
      if (across > 12) from = undefined;
      return;
    }
    show(Math.min(Math.max(distance, 0), enoughPx * 1.5));
  };
  const end = () => {
    const enough = from !== undefined && by >= enoughPx;
    from = undefined;
    show(0);
    if (enough) act();
  };
  const cancel = () => {
    from = undefined;
    show(0);
  };
  element.addEventListener('touchstart', start, { passive: true });
  element.addEventListener('touchmove', move, { passive: true });
  element.addEventListener('touchend', end);
  element.addEventListener('touchcancel', cancel);
  return () => {
    element.removeEventListener('touchstart', start);
    element.removeEventListener('touchmove', move);
    element.removeEventListener('touchend', end);
    element.removeEventListener('touchcancel', cancel);
  };
};
