// People who speak for no organisation and know nobody: whoever they write to is asked first.
import { people } from './stack.mjs';

/** Makes one; they sign in with the password of everybody. Answers with their address. */
export function newcomer(stack, name, language = 'fr') {
  const email = `${Math.random().toString(36).slice(2)}@nouveau.example`;
  stack.sql(
    stack.database,
    `insert into people (name, email, email_key, language, password_hash, confirmed_at, search)
     select '${name}', '${email}', '${email}', '${language}', password_hash, now(), lower('${name}') from people where email_key = '${people.amel}'`
  );
  return email;
}

/** As the database knows them. */
export const idOf = (stack, email) => stack.sql(stack.database, `select id from people where email_key = '${email}'`);
