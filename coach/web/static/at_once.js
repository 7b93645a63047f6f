/* What is chosen acts at once, on every page that has something to choose: forms with `data-at-once` ask as soon as
   something in them changes. Where the attribute names a part of the page, by its id, the answer's takes its place, with
   the address, the focus and the way back as if it were a new page; where it names none, a new page comes. Without this
   script all are forms with a button. */

/* Asks for the form by `act` when something in it was changed. With the keys a native list changes at each step on the way
   to what is wanted: then Enter acts, or the button, which is there as long as the keys are used. */
export const atOnce = (form, act, { unless = () => false } = {}) => {
  const button = form.querySelector(":scope > button:not([type=button])");
  let stepping = false;
  const step = (now) => {
    stepping = now;
    button.hidden = !now;
  };
  step(false);
  form.addEventListener("pointerdown", (event) => event.target === button || step(false));
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("select")) return;
    step(true);
    if (event.key === "Enter") form.requestSubmit();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name && !(stepping && event.target.matches("select")) && !unless(event)) act();
  });
};

const nothing = () => {};

/* Puts answers in the place of the part with this id, again and again. `enhance` is called once each is there, with what asks
   for a form; `keep` before one goes, and what it gives once the next is there. `focus` says otherwise what has the focus
   then, and `next` after a link. */
export const inPlace = (id, { enhance = nothing, keep = () => nothing, focus, next = (link) => link.id } = {}) => {
  const page = location.pathname;
  const part = () => document.getElementById(id);
  const announced = document.createElement("p");
  announced.className = "slds-assistive-text";
  announced.setAttribute("role", "status");
  document.body.append(announced);
  let under_way = null;
  let going = "";
  let aim = "";
  let changing = false;

  const focus_on =
    focus ??
    ((wanted, typing) => {
      const found = document.getElementById(wanted || typing?.id) ?? document.getElementById("main");
      if (typing && found.id === typing.id) found.value = typing.value;
      found.focus({ preventScroll: true });
    });

  /* The answer's part in the place of the one before; what somebody is typing meanwhile. */
  const put = (answer) => {
    const at = document.activeElement;
    const typing = part().contains(at) && at.matches("input[name], select[name]") && { id: at.id, value: at.value };
    const restore = keep();
    changing = true;
    part().replaceWith(answer);
    changing = false;
    restore();
    enhance(tools);
    return typing;
  };

  const load = async (address, { push = true, focus = "" } = {}) => {
    const wanted = new URL(address, location).href;
    if (wanted === going) {
      /* Enter changes a field, and then sends the form. */
      aim ||= focus;
      return;
    }
    under_way?.abort();
    aim = focus;
    const turn = (under_way = new AbortController());
    going = wanted;
    part().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: turn.signal, headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const answered = found.getElementById(id);
      if (!answered || new URL(answer.url).pathname !== page) throw new Error("another page");
      const typing = put(answered);
      going = "";
      if (push && answer.url !== location.href) history.pushState({}, "", answer.url);
      focus_on(aim, typing);
      announced.textContent = found.querySelector("[role=alert]")?.textContent ?? document.getElementById("count").textContent;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  };

  const act = (form, focus = "") => {
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    return load(filled.length ? `${page}?${new URLSearchParams(filled)}` : page, { focus });
  };

  /* `opener` is what the focus goes back to, for what has it now. */
  const watch = (form, { opener = (control) => control?.id, unless = nothing } = {}) => {
    atOnce(form, () => act(form), { unless: (event) => changing || unless(event) });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act(form, opener(document.activeElement));
    });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !part().contains(link) || !plain || event.defaultPrevented || link.hasAttribute("download")) return;
    if (link.origin !== location.origin || link.pathname !== page || link.hash) return;
    event.preventDefault();
    load(link.href, { focus: next(link) });
    if (link.rel) part().scrollIntoView();
  });
  addEventListener("popstate", () => load(location.href, { push: false, focus: "main" }));

  const tools = { act, watch };
  enhance(tools);
};

for (const form of document.querySelectorAll("[data-at-once]")) {
  const id = form.dataset.atOnce;
  if (id) inPlace(id, { enhance: ({ watch }) => watch(document.querySelector(`[data-at-once="${id}"]`)) });
  else atOnce(form, () => form.requestSubmit());
}
