/* The log's filters: lists to search in, suggestions, and one search for everything. They act at once, as all forms do. */

import { inPlace } from "./at_once.js";
import { combobox, fits } from "./combobox.js";

const MOST = 12;

/* What has the focus after the answer: the same thing, else what opens it, else the search, which on a phone would bring
   the keyboard up: there it is the page. */
const focus = (wanted, typing) => {
  const instead = document.getElementById(matchMedia("(hover: hover)").matches ? "deal" : "main");
  const found = document.getElementById(wanted || typing?.id) ?? instead;
  const filter = found.closest(".filter");
  if (filter && typing && !wanted && found.name) {
    filter.dataset.kept = "";
    filter.open = true;
    if (found.name !== "deal") found.value = typing.value;
  }
  (found.checkVisibility() ? found : (filter?.querySelector("summary") ?? instead)).focus({ preventScroll: true });
};

/* Whether all filters are shown, on a phone, is the page's and not the answer's to say. */
const keep = () => {
  const { checked } = document.getElementById("all-filters");
  return () => (document.getElementById("all-filters").checked = checked);
};

/* A filter that is removed leaves the focus to the next one. */
const next = (link) =>
  link.classList.contains("chip") ? link.closest("li").nextElementSibling?.querySelector("a")?.id : link.id;

const opener = (control) => control?.closest(".filter")?.querySelector("summary").id ?? control?.id;

const close = (filter, focus = true) => {
  filter.open = false;
  if (focus) filter.querySelector("summary").focus();
};

/* ---------------------------------------------------------------- lists */

const options_of = (select) =>
  [...select.options].map((option) => ({
    of: option.parentElement.label ?? "",
    text: option.text,
    value: option.value,
    chosen: option.selected,
  }));

const field = (label) => {
  const input = document.createElement("input");
  input.className = "slds-input";
  input.type = "text";
  input.setAttribute("aria-label", label);
  input.placeholder = `${label} …`;
  return input;
};

/* A list to choose from becomes one to search in. */
const searchable = (form, select, act) => {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const input = field(label.textContent.trim());
  const list = document.createElement("ul");
  const take = (value) => () => {
    select.value = value;
    act(form, opener(select));
  };
  const offers = (typed) =>
    options_of(select)
      .filter((option) => fits(`${option.of} ${option.text}`, typed))
      .map((option) => ({ ...option, take: take(option.value) }));
  label.hidden = select.hidden = true;
  select.after(input, list);
  return { input, ...combobox(input, list, offers, { eager: true }) };
};

/* Accounts are looked up while somebody types. */
const suggesting = (form, input, act) => {
  const list = document.createElement("ul");
  const offers = async (typed) =>
    (await accounts(input.dataset.suggest, typed)).map((name) => ({
      text: name,
      take: () => {
        input.value = name;
        act(form, opener(input));
      },
    }));
  input.after(list);
  return { input, ...combobox(input, list, offers) };
};

const accounts = async (address, typed) => {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`);
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
};

/* ---------------------------------------------------------------- the search for everything */

const AMOUNT = /^(?:over|above|from|>|≥)?\s*(\d[\d.,'’ ]*(?:k|m|mio|bn)?)$/i;

/* Whatever a filter offers is found from the search for a deal, too: "negot", "alex", "no answer", "1m". */
const everything = (form, input, act) => {
  const before = input.value;
  const box = document.createElement("div");
  const list = document.createElement("ul");
  box.className = "suggested";
  box.hidden = true;
  box.append(list);
  input.after(box);
  const set = (name, value) => () => {
    input.value = before;
    form.elements[name].value = value;
    act(form, "deal");
  };
  const offers = async (typed) => {
    if (!typed.trim()) return [];
    const amount = AMOUNT.exec(typed.trim())?.[1];
    const found = amount
      ? [
          { of: "Amount from", text: amount, take: set("min", amount) },
          { of: "Amount to", text: amount, take: set("max", amount) },
        ]
      : [];
    for (const select of form.querySelectorAll("select")) {
      const of = document.querySelector(`label[for="${select.id}"]`).textContent.trim();
      for (const option of options_of(select))
        if (option.value && fits(`${of} ${option.text}`, typed))
          found.push({ of, text: option.text, take: set(select.name, option.value) });
    }
    const account = form.elements.account;
    if (typed.trim().length > 1)
      for (const name of await accounts(account.dataset.suggest, typed))
        found.push({ of: "Account", text: name, take: set("account", name) });
    return [{ of: "Deal", text: `“${typed.trim()}”`, take: () => act(form, "deal") }, ...found].slice(0, MOST);
  };
  input.placeholder = "Search deals, accounts and filters";
  const { hide } = combobox(input, list, offers, {
    opened: () => (box.hidden = false),
    closed: () => (box.hidden = true),
  });
  input.addEventListener("blur", hide);
};

/* ---------------------------------------------------------------- all of it, on each answer anew */

const enhance = ({ act, watch }) => {
  const form = document.getElementById("filters");
  everything(form, document.getElementById("deal"), act);
  for (const filter of form.querySelectorAll(".filter")) {
    const picks = [...filter.querySelectorAll("select")].map((select) => searchable(form, select, act));
    const typed = [...filter.querySelectorAll("[data-suggest]")].map((input) => suggesting(form, input, act));
    filter.addEventListener("toggle", () => {
      if (!filter.open) return;
      const popover = filter.querySelector(".popover");
      filter.classList.toggle("to-the-left", popover.getBoundingClientRect().right > document.documentElement.clientWidth);
      for (const each of [...picks, ...typed]) each.show();
      if (!("kept" in filter.dataset)) popover.querySelector("input:not([type=hidden])")?.focus();
      delete filter.dataset.kept;
    });
    filter.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(filter);
    });
    filter.addEventListener("focusout", (event) => {
      if (filter.open && event.relatedTarget && !filter.contains(event.relatedTarget)) close(filter, false);
    });
  }
  watch(form, { opener, unless: (event) => event.target.name === "deal" });
};

document.addEventListener("click", (event) => {
  for (const filter of document.querySelectorAll(".filter[open]"))
    if (!filter.contains(event.target)) close(filter, false);
});

inPlace("log", { enhance, keep, focus, next });
