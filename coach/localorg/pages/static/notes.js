// Keeps the notes on the page as they are on the record. Without this script the page shows them as they were.
"use strict";

const PAUSE = 1000;
const place = document.getElementById("notes");
const news = document.getElementById("notes-news");

function openNotes() {
  return new Map(Array.from(place.querySelectorAll("details"), (note) => [note.id, note.open]));
}

function newest() {
  return place.firstElementChild.dataset.newest;
}

function show(html) {
  const before = newest();
  const wereOpen = openNotes();
  const focused = place.contains(document.activeElement) ? document.activeElement.closest("details")?.id : null;
  place.innerHTML = html;
  const isNew = newest() !== before;
  for (const note of place.querySelectorAll("details")) {
    if (wereOpen.has(note.id)) {
      note.open = wereOpen.get(note.id) && !(isNew && note.id === `note-${before}`);
    }
  }
  if (focused) {
    document.getElementById(focused)?.querySelector("summary").focus();
  }
  if (isNew && newest()) {
    document.getElementById(`note-${newest()}`).classList.add("note_new");
    news.textContent = `New note: ${place.querySelector(".note__title").textContent}`;
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
