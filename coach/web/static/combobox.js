/* A field with a list below it: typing narrows the list, arrows walk it, Enter takes what is marked.
   After the ARIA Authoring Practices' "editable combobox with list autocomplete". */

const LETTERS = { ø: "o", đ: "d", ł: "l", ı: "i", æ: "ae", œ: "oe", ð: "d", þ: "th", ß: "ss" };

/* As the service folds names: whoever looks for one need not have its letters on the keyboard. */
export const folded = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[øđłıæœðþß]/g, (letter) => LETTERS[letter])
    .trim();

/* Whether each word that was typed begins one in the text. */
export const fits = (text, typed) => {
  const words = folded(text).split(/[^\p{L}\p{N}]+/u);
  return folded(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .every((start) => words.some((word) => word.startsWith(start)));
};

let count = 0;

/* `offers(typed)` gives, now or later, a list of {of, text, chosen, take}; `eager` marks the first of them by itself. */
export const combobox = (input, list, offers, { eager = false, opened = () => {}, closed = () => {} } = {}) => {
  const id = `options-${(count += 1)}`;
  let shown = [];
  let at = -1;
  let asked = 0;

  list.id = id;
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label"));
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
    autocomplete: "off",
  }))
    input.setAttribute(name, value);

  const mark = (place) => {
    at = place;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const marked = list.children[at];
    if (marked) {
      input.setAttribute("aria-activedescendant", marked.id);
      marked.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const drawn = (offer, index) => {
    const option = document.createElement("li");
    option.id = `${id}-${index}`;
    option.setAttribute("role", "option");
    if (offer.chosen) option.classList.add("chosen");
    if (offer.of) {
      const of = document.createElement("span");
      of.className = "of";
      of.textContent = offer.of;
      option.append(of, " ");
    }
    option.append(offer.text);
    /* The field keeps the focus. */
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => offer.take());
    return option;
  };

  const show = async () => {
    const turn = (asked += 1);
    const found = await offers(input.value);
    if (turn !== asked) return;
    shown = found;
    list.replaceChildren(...shown.map(drawn));
    input.setAttribute("aria-expanded", String(shown.length > 0));
    (shown.length ? opened : closed)();
    mark(eager && input.value ? 0 : shown.findIndex((offer) => offer.chosen));
  };

  const hide = () => {
    asked += 1;
    shown = [];
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    mark(-1);
    closed();
  };

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length === 0) show();
    else if (step) mark((at + step + shown.length) % shown.length);
    else if (event.key === "Enter" && shown[at]) shown[at].take();
    else if (event.key === "Escape" && shown.length && !eager) hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { show, hide };
};
