/* What is chosen in a list acts at once. With the keys a list changes at each step on the way to what is wanted: then Enter
   acts, or the button, which is there as long as the keys are used, and without this script. */
(() => {
  "use strict";

  for (const form of document.querySelectorAll("[data-chooses]")) {
    const button = form.querySelector("button");
    let keys = false;
    const by = (used) => () => {
      keys = used;
      button.hidden = !used;
    };
    button.hidden = true;
    form.addEventListener("pointerdown", by(false));
    form.addEventListener("keydown", by(true));
    form.addEventListener("change", () => keys || form.requestSubmit());
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("select")) form.requestSubmit();
    });
  }
})();
