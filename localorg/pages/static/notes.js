// Keeps the notes on the page as they are on the record. Without this script the page shows them as they were.
"use strict";

const PAUSE = 1000;
const place = document.getElementById("notes");
const news = document.getElementById("notes-news");

function openNotes() {
  return new Map(Array.from(place.querySelectorAll("details"), (note) => [note.id, note.open]));
}

function state() {
  const { newest, changed } = place.firstElementChild?.dataset ?? {};
  return { newest, changed };
}

function show(html) {
  const before = state();
  const wereOpen = openNotes();
  const focused = place.contains(document.activeElement) ? document.activeElement.closest("details")?.id : null;
  place.innerHTML = html;
  const now = state();
  for (const note of place.querySelectorAll("details")) {
    note.open = wereOpen.get(note.id) ?? false;
  }
  if (focused) {
    document.getElementById(focused)?.querySelector("summary").focus();
  }
  if (now.newest && (now.newest !== before.newest || now.changed !== before.changed)) {
    document.getElementById(`note-${now.newest}`).classList.add("note_new");
    news.textContent = `Note: ${place.querySelector(".note__title").textContent}`;
  }
}

async function look(seen) {
  if (document.hidden) {
    return seen;
  }
  try {
    const headers = seen ? { "If-None-Match": seen } : {};
    const answer = await fetch(place.dataset.watch, { headers, cache: "no-store" });
    if (answer.status !== 200) {
      return seen;
    }
    show(await answer.text());
    return answer.headers.get("ETag");
  } catch {
    return seen;
  }
}

async function watch() {
  let seen = null;
  for (;;) {
    seen = await look(seen);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

watch();
