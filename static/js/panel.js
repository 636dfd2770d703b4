// What the page does by itself around the server's fragments: focus, notices, the PDF, the frame's height.
"use strict";

(() => {
  const notice = document.getElementById("notice");
  const status = document.getElementById("status");
  const app = document.getElementById("app");
  let asked = "";

  function clearNotice() {
    notice.replaceChildren();
  }

  // A new part of the panel starts at its heading; within the same one the focus stays where it was.
  function placeFocus(target) {
    const wanted = target.querySelector("[data-focus]");
    if (wanted) {
      wanted.focus();
      return;
    }
    const heading = app.querySelector("h2[tabindex]");
    const place = heading?.textContent.replace(/\s+/g, " ").trim() ?? "";
    if (target === app && place !== asked && asked) {
      heading?.focus();
    }
    asked = place;
  }

  document.addEventListener("htmx:before:request", () => app.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:finally:request", () => app.setAttribute("aria-busy", "false"));
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const refused = ctx.response && ctx.response.status >= 400;
    if (!refused && ctx.target !== notice && !ctx.target.closest?.("#write-back")) {
      clearNotice();
    }
    if (!ctx.target.closest?.("#write-back")) {
      placeFocus(refused ? notice : ctx.target);
    }
    quotewrightHost.resize();
  });
  document.addEventListener("htmx:error", () => {
    say("The connection was interrupted. What you chose before is stored; try again in a moment.");
  });

  function say(text) {
    const box = document.createElement("div");
    box.className = "qw-notice";
    box.textContent = text;
    notice.replaceChildren(box);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-dismiss], [data-close-why], [data-pdf]");
    if (!target) {
      return;
    }
    if ("dismiss" in target.dataset) {
      clearNotice();
    } else if ("closeWhy" in target.dataset) {
      closeWhy(target);
    } else {
      showPdf(target);
    }
  });
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && event.target.closest(".qw-why-box");
    if (box) {
      closeWhy(box.firstElementChild);
    }
  });

  // The focus goes back to the question that the explanation belonged to.
  function closeWhy(inside) {
    const box = inside.closest(".qw-why-box");
    const question = document.getElementById(box.id.replace("why-", "q-"));
    box.replaceChildren();
    question?.querySelector("input:not([disabled]):not([type=hidden]), button")?.focus();
    quotewrightHost.resize();
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
