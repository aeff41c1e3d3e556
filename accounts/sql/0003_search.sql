-- Names are searched by the stems of their words, too: filled again by the next start or `wasl admin`.
update people set search = null;
