// Dialogs: a sheet that shows a fragment of the server beside the work, and short questions.
"use strict";

const quotewrightDialogs = (() => {
  const sheet = document.getElementById("sheet");
  const body = document.getElementById("sheet-body");
  const noticed = document.getElementById("sheet-notice");
  const agreed = document.getElementById("ask");
  const reason = document.getElementById("reason");
  const field = document.getElementById("reason-field");
  let opener = null;

  const targetOf = (ctx) => (typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target);

  function show() {
    if (!sheet.open) {
      opener = document.activeElement;
      sheet.showModal();
    }
    body.querySelector("[autofocus], [data-focus]")?.focus();
  }

  function close() {
    if (sheet.open) {
      sheet.close();
    }
  }

  sheet.addEventListener("close", () => {
    body.replaceChildren();
    noticed.replaceChildren();
    if (opener?.isConnected) {
      opener.focus();
    }
  });
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet || event.target.closest("[data-close-sheet]")) {
      close();
    } else if (event.target.closest("[data-print]")) {
      window.print();
    }
  });

  // What fills the sheet opens it; a deed of the sheet that changed the page behind it closes it.
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const target = targetOf(ctx);
    if (target === body) {
      noticed.replaceChildren();
      show();
    } else if (sheet.open && target !== noticed && !body.contains(target) && ctx.response?.status < 400) {
      if (sheet.contains(ctx.sourceElement) || !ctx.sourceElement?.isConnected) {
        close();
      }
    }
  });

  // The frame may not use confirm() and prompt(), so the page asks by itself.
  function ask(text) {
    document.getElementById("ask-text").textContent = text;
    agreed.returnValue = "no";
    agreed.showModal();
    return new Promise((resolve) => {
      agreed.addEventListener("close", () => resolve(agreed.returnValue === "yes"), { once: true });
    });
  }

  // The reason of a discount; null if there is to be none after all.
  let last = "";
  function askReason(text, known) {
    document.getElementById("reason-text").textContent = text;
    document.getElementById("reasons").replaceChildren(...known.map((one) => new Option(one, one)));
    field.value = last || known[0] || "";
    reason.returnValue = "";
    reason.showModal();
    field.select();
    return new Promise((resolve) => {
      reason.addEventListener("close", () => {
        const given = reason.returnValue === "yes" ? field.value.trim() : "";
        last = given || last;
        resolve(given || null);
      }, { once: true });
    });
  }
  reason.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) {
      reason.close();
    }
  });
  reason.addEventListener("submit", (event) => {
    if (!field.value.trim()) {
      event.preventDefault();
      field.focus();
    }
  });

  return { ask, askReason, close };
})();
