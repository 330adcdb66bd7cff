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
