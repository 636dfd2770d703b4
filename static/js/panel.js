// What the page does by itself around the server's fragments: focus, notices, the PDF, the frame's height.
"use strict";

(() => {
  const notice = document.getElementById("notice");
  const status = document.getElementById("status");
  const app = document.getElementById("app");
  let place = "";
  let question = "";
  let asking = null;

  const isPoll = (ctx) => ctx.sourceElement?.id === "poll";

  function clearNotice() {
    notice.replaceChildren();
  }

  function say(text) {
    const box = document.createElement("div");
    box.className = "qw-notice";
    box.textContent = text;
    notice.replaceChildren(box);
  }

  // A field that was touched keeps its own state: here it gets that of the fragment again.
  function showStored() {
    for (const box of app.querySelectorAll("form[data-live] :is(input[type=radio], input[type=checkbox])")) {
      box.checked = box.defaultChecked;
    }
    for (const field of app.querySelectorAll("form[data-live] input:is([type=number], [type=text])")) {
      if (field !== document.activeElement) {
        field.value = field.defaultValue;
      }
    }
  }

  // A new place starts at its heading; within one the focus stays, or goes to the question that was answered.
  function placeFocus(target) {
    const wanted = target.querySelector("[data-focus]");
    const now = app.querySelector("[data-self]")?.dataset.self ?? "";
    const arrived = now !== place && place;
    place = now;
    if (wanted) {
      wanted.focus();
    } else if (arrived) {
      window.scrollTo(0, 0);
      app.querySelector("[data-heading]")?.focus({ preventScroll: true });
    } else if (document.activeElement === document.body) {
      focusQuestion(question);
    }
  }

  function focusQuestion(id) {
    const asked = document.getElementById(id);
    const fields = [...(asked?.querySelectorAll("input:enabled:not([type=hidden])") ?? [])];
    const field = fields.find((one) => one.checked) ?? fields[0] ?? asked?.querySelector("button");
    (field ?? app.querySelector("[data-heading]"))?.focus();
  }

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    asking = isPoll(ctx) ? asking : ctx;
    question = ctx.sourceElement.closest(".qw-question")?.id ?? "";
    if (!isPoll(ctx)) {
      app.setAttribute("aria-busy", "true");
    }
  });
  document.addEventListener("htmx:finally:request", () => app.setAttribute("aria-busy", "false"));
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
    if (target === app) {
      showStored();
      document.querySelectorAll("[data-filter]").forEach(filter);
      // What comes with a fragment is not read out; what changes in a region that was there before is.
      status.textContent = app.querySelector("[data-said]")?.textContent ?? "";
    }
    if (!isPoll(ctx)) {
      if (target !== notice) {
        clearNotice();
      }
      placeFocus(target);
    }
    renewForWorker();
    quotewrightHost.resize();
  });

  // The worker met an ended CRM session: while the user is here, a new one is a message away. Once each time.
  let renewed = "";
  function renewForWorker() {
    const wanted = document.getElementById("poll")?.dataset.renew;
    if (wanted && wanted !== renewed) {
      renewed = wanted;
      quotewrightSession.renew();
    }
  }
  document.addEventListener("htmx:error", () => {
    say("The connection was interrupted. What you chose before is stored; try again in a moment.");
  });

  // These forms send each change by itself; Enter has caused that change already.
  document.addEventListener("submit", (event) => {
    if ("live" in event.target.dataset) {
      event.preventDefault();
    }
  });

  function filter(field) {
    const wanted = field.value.trim().toLowerCase();
    for (const one of document.querySelectorAll(field.dataset.filter)) {
      one.hidden = !one.textContent.toLowerCase().includes(wanted);
    }
  }
  document.addEventListener("input", (event) => {
    if ("filter" in event.target.dataset) {
      filter(event.target);
      quotewrightHost.resize();
    }
  });
  // A search is no choice: the form around it does not hear of it.
  document.addEventListener("change", (event) => {
    if ("filter" in event.target.dataset) {
      event.stopPropagation();
    }
  }, true);

  // What was refused because others changed the same is asked for again, meant for the quote as it is now.
  function insist(button) {
    const shown = app.querySelector("[data-revision]");
    const source = asking?.sourceElement;
    if (!shown || !source?.isConnected) {
      return;
    }
    shown.dataset.revision = button.dataset.mine;
    if (asking.again) {
      asking.again();
    } else if (source.matches("button")) {
      source.click();
    } else {
      source.dispatchEvent(new Event(source.getAttribute("hx-trigger") ?? "submit", { bubbles: true, cancelable: true }));
    }
  }

  const DEEDS = {
    mine: insist,
    dismiss: clearNotice,
    closeWhy,
    pdf: showPdf,
    ask,
    repost: quotewrightHost.repost,
    reload: () => htmx.ajax("GET", place || "/panel/", { source: app, target: app, swap: "innerMorph" }),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const deed = Object.keys(DEEDS).find((name) => button && name in button.dataset);
    if (deed) {
      DEEDS[deed](button);
    }
  });
  // In a field these keys undo what was typed, which is the browser's business.
  const typesInto = (field) => field.matches("input:not([type=radio]), textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !typesInto(event.target)) {
      const button = document.getElementById(event.shiftKey ? "redo" : "undo");
      if (button) {
        event.preventDefault();
        button.click();
      }
      return;
    }
    if (event.key !== "Escape") {
      return;
    }
    const menu = event.target.closest(".qw-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    const box = event.target.closest(".qw-question")?.querySelector(".qw-why-box");
    if (box?.firstElementChild) {
      closeWhy(box.firstElementChild);
    } else {
      clearNotice();
    }
  });

  // The focus goes back to the question that the explanation belonged to, which shows what is stored.
  function closeWhy(inside) {
    const { id } = inside.closest(".qw-question");
    inside.closest(".qw-why-box").replaceChildren();
    showStored();
    focusQuestion(id);
    quotewrightHost.resize();
  }

  async function ask(button) {
    if (await quotewrightDialogs.ask(button.dataset.ask)) {
      button.dispatchEvent(new Event("agreed"));
    }
  }

  // The document needs the session's token, so a plain link cannot fetch it.
  async function showPdf(button) {
    button.disabled = true;
    status.textContent = "Making the PDF…";
    try {
      const answer = await quotewrightSession.fetch(button.dataset.pdf);
      if (!answer.ok) {
        say((await answer.json()).detail);
        return;
      }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = button.dataset.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      status.textContent = "The PDF is ready.";
    } catch {
      say("The PDF could not be fetched. Try again in a moment.");
    } finally {
      button.disabled = false;
    }
  }

  new ResizeObserver(() => quotewrightHost.resize()).observe(document.body);
})();
