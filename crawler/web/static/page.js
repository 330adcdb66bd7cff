// What htmx does not do by itself. Every page works without it.
"use strict";

// A page that is kept open tells in its tab how much is unread.
const titled = document.title;
function tellUnread() {
  const said = document.querySelector("[data-unread]");
  const unread = said ? Number(said.dataset.unread) : 0;
  document.title = unread ? `(${unread}) ${titled}` : titled;
}
document.addEventListener("htmx:after:swap", tellUnread);
tellUnread();

// The stream of what arrives: the service says when there is something (server-sent events). Where
// it cannot, we ask every so often. A tab that nobody sees asks as well: a browser has six
// connections to a host, and a newsroom more tabs.
const ASK_EVERY_MS = 20000;
const GATHER_MS = 1000; // of many that come at once
const stream = () => document.getElementById("stream");
let told = null;
let gathering = 0;

function renew() {
  gathering = 0;
  if (stream()) htmx.trigger(stream(), "news");
}

function tellLive(isLive) {
  const sign = document.getElementById("live");
  if (sign) sign.hidden = !isLive;
}

function isLive() {
  return told !== null && told.readyState === EventSource.OPEN;
}

function listen() {
  if (told !== null && told.readyState !== EventSource.CLOSED) return;
  told = new EventSource(stream().dataset.events);
  told.addEventListener("open", () => tellLive(true));
  told.addEventListener("error", () => tellLive(false));
  told.addEventListener("match", () => {
    gathering = gathering || setTimeout(renew, GATHER_MS);
  });
}

function rest() {
  if (told !== null) told.close();
  told = null;
  tellLive(false);
}

if (stream() && window.EventSource) {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return rest();
    renew();
    listen();
  });
  setInterval(() => {
    if (isLive()) return;
    renew();
    if (!document.hidden) listen();
  }, ASK_EVERY_MS);
  if (!document.hidden) listen();
}
