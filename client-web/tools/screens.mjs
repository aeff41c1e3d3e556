/** The first useful screens, with the files of src/routes that make them: these have a limit of bytes. */
export const firstScreens = {
  '/sign-in': ['+layout', '(gate)/+layout', '(gate)/sign-in/+page'],
  '/messages': ['+layout', '(app)/+layout', '(app)/messages/+layout', '(app)/messages/+page']
};

/** The files of all pages that people come to from outside: what they need is asked for at once. */
export const arrivals = [...new Set([...Object.values(firstScreens).flat(), '(app)/messages/[id]/+page'])];
