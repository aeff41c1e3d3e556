-- Every word that messages have, by its runs of three letters: where nothing has a word as it was written, words that look like it
-- are tried. Words stay when their messages go: whose they were is not kept.
create table message_words (
  word text primary key,
  grams text[] not null
);
create index message_words_by_gram on message_words using gin (grams);
