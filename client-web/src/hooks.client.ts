import type { HandleClientError } from '@sveltejs/kit';

/** An address that names nothing is the visitor's slip, shown by the error page: the console is for faults of ours. */
export const handleError: HandleClientError = ({ error, status }) => {
  if (status !== 404) console.error(error);
};
