const minuteMs = 60_000;

/** As a `datetime-local` field writes it: local time, to the minute. */
export const fieldTime = (ms: number): string => new Date(ms - new Date(ms).getTimezoneOffset() * minuteMs).toISOString().slice(0, 16);

const morning = (now: number, days: number): number => {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return day.setHours(9, 0, 0, 0);
};

/** In an hour; tomorrow morning; on Monday morning, unless that is tomorrow. */
export function usualTimes(now: number): { hour: number; tomorrow: number; monday?: number } {
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  const hour = Math.ceil((now + 60 * minuteMs) / minuteMs) * minuteMs;
  return { hour, tomorrow: morning(now, 1), ...(toMonday > 1 && { monday: morning(now, toMonday) }) };
}
