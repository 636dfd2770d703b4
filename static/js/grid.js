// The table of a quote's lines by keys and mouse: cells, what is typed into them, selected rows, deeds on a row.
// Rows hold no handlers of their own, for there may be thousands; answers replace only what has changed.
"use strict";

(() => {
  const PAGE = 10;
  const grid = () => document.getElementById("grid");
  const rows = () => [...document.querySelectorAll("#lines > [data-n]")];
  const rowOf = (element) => element?.closest?.("#lines > [data-n]");
  const cells = (row) => [...row.querySelectorAll("[data-cell]")];
  const isField = (element) => element.matches?.("[data-edit]");
  let current = "";
  let place = { cell: 0, next: null, before: null };
  let lastPicked = null;

  // One row at a time is reached with Tab: its cells one after the other, then what comes behind the table.
  function makeCurrent(row) {
    if (!row || (row.id === current && row.dataset.current)) {
      return;
    }
    const before = document.querySelector("#lines > [data-current]");
    if (before && before !== row) {
      delete before.dataset.current;
      cells(before).forEach((one) => one.setAttribute("tabindex", "-1"));
    }
    current = row.id;
    row.dataset.current = "yes";
    cells(row).forEach((one) => one.setAttribute("tabindex", "0"));
  }

  function focusCell(row, at) {
    if (!row) {
      return;
    }
    const all = cells(row);
    const cell = all[Math.max(0, Math.min(at, all.length - 1))];
    makeCurrent(row);
    cell.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function neighbour(row, step) {
    let found = row;
    for (let left = Math.abs(step); left > 0; left--) {
      let next = found;
      do {
        next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
      } while (next && !("n" in next.dataset));
      if (!next) {
        break;
      }
      found = next;
    }
    return found;
  }

  // --- what is typed ---

  const isDirty = (field) => field.value.trim() !== field.defaultValue.trim();

  function mark(field) {
    field.toggleAttribute("data-dirty", isDirty(field));
  }

  function restore(field) {
    field.value = field.defaultValue;
    delete field.dataset.sent;
    wellFormed(field);
    mark(field);
    field.select();
  }

  function wellFormed(field) {
    field.removeAttribute("aria-invalid");
    const row = rowOf(field);
    if (row && !row.querySelector("[aria-invalid]")) {
      document.getElementById(`error-${row.dataset.n}`)?.replaceChildren();
    }
    if (field.name === "figure") {
      field.setAttribute("aria-describedby", "discount-help");
    } else {
      field.removeAttribute("aria-describedby");
    }
  }

  const takesOff = (text) => /[1-9]/.test(text);

  function knownReasons() {
    const all = [...document.querySelectorAll("#lines > [data-reason]")].map((row) => row.dataset.reason);
    return [...new Set(all)].slice(0, 20);
  }

  async function save(field) {
    const { value } = field;
    if (!isDirty(field) || field.dataset.sent === value) {
      return;
    }
    const row = rowOf(field);
    const values = { cell: `${field.name === "figure" ? "discount" : "quantity"}-${row.dataset.n}` };
    values[field.name] = value;
    field.dataset.sent = value;
    if (field.name === "figure" && takesOff(value)) {
      values.reason = row.dataset.reason ?? (await askFor(field, row));
      if (values.reason === null) {
        delete field.dataset.sent;
        field.focus();
        return;
      }
    }
    const deed = field.name === "figure" ? "discount" : "quantity";
    send(`lines/${row.dataset.n}/${deed}`, values, { typed: value, field: field.id });
  }

  async function askFor(field, row) {
    const to = document.activeElement;
    const text = `Why does line ${row.dataset.n} get ${field.value.trim()}?`;
    const reason = await quotewrightDialogs.askReason(text, knownReasons());
    if (reason !== null && to?.isConnected) {
      to.focus();
    }
    return reason;
  }

  function send(path, values, extra = {}) {
    const table = grid();
    // What was refused because somebody saved first can be asked for again.
    extra.again = () => send(path, values, extra);
    htmx.ajax("POST", `${table.dataset.base}/${path}`, {
      source: document.getElementById("app"),
      target: "#app",
      swap: "innerMorph",
      values,
      ...extra,
    });
  }

  // --- deeds on a row ---

  const DEEDS = {
    configure: (row) => open(`lines/${row.dataset.n}`, "#app", "innerMorph"),
    explain: (row) => open(`lines/${row.dataset.n}/price`, "#sheet-body", "innerHTML"),
    copy: (row) => "sold" in row.dataset && send(`lines/${row.dataset.n}/copy`, {}, { arrived: true }),
    remove: async (row) => {
      const name = row.querySelector(".qw-line__name").textContent;
      if (await quotewrightDialogs.ask(`Remove line ${row.dataset.n}, ${name}?`)) {
        send(`lines/${row.dataset.n}/remove`, {});
      }
    },
    up: (row) => send(`lines/${row.dataset.n}/step`, { way: "up" }, { follow: row.id }),
    down: (row) => send(`lines/${row.dataset.n}/step`, { way: "down" }, { follow: row.id }),
    swap: (row) => send(`lines/${row.dataset.n}/swap`, {}),
    details: (row) => open(`lines/${row.dataset.n}/details`, "#sheet-body", "innerHTML"),
    unpick: () => pickAll(false),
  };
  const WITHOUT_CHANGE = ["configure", "explain"];
  const ONLY_WHERE = { copy: "sold", swap: "alternative" };

  function open(path, target, swap) {
    const source = document.getElementById("app");
    htmx.ajax("GET", `${grid().dataset.base}/${path}`, { source, target, swap });
  }

  function act(name, row) {
    if (DEEDS[name] && (WITHOUT_CHANGE.includes(name) || "editable" in grid().dataset)) {
      DEEDS[name](row);
    }
  }

  // --- selected rows ---

  function picked() {
    return [...document.querySelectorAll("#lines .qw-pick:checked")].map((box) => rowOf(box).dataset.n);
  }

  function showPicked() {
    const chosen = picked();
    const bar = document.getElementById("picked");
    if (!bar || (bar.hidden && chosen.length === 0)) {
      return;
    }
    bar.hidden = chosen.length === 0;
    document.getElementById("picked-count").textContent =
      chosen.length === 1 ? "1 line selected" : `${chosen.length} lines selected`;
    const all = document.getElementById("pick-all");
    if (all) {
      const count = document.querySelectorAll("#lines .qw-pick").length;
      all.checked = count > 0 && chosen.length === count;
      all.indeterminate = chosen.length > 0 && chosen.length < count;
    }
    for (const row of rows()) {
      const box = row.querySelector(".qw-pick");
      if (box) {
        row.setAttribute("aria-selected", box.checked);
      }
    }
  }

  function pick(box, through) {
    if (through && lastPicked?.isConnected) {
      const all = rows();
      const [from, to] = [rowOf(lastPicked), rowOf(box)].map((row) => all.indexOf(row)).sort((a, b) => a - b);
      for (const row of all.slice(from, to + 1)) {
        row.querySelector(".qw-pick").checked = box.checked;
      }
    }
    lastPicked = box;
    showPicked();
  }

  // The sheet of what is done with the selected lines learns from here which they are.
  function fillPicked() {
    const chosen = picked();
    for (const field of document.querySelectorAll("#sheet-body [name=lines]")) {
      field.value = chosen.join(",");
    }
    const count = document.querySelector("#sheet-body [data-picked-count]");
    if (count) {
      count.textContent = chosen.length === 1 ? "1 line" : `${chosen.length} lines`;
    }
  }

  function pickAll(on) {
    document.querySelectorAll("#lines .qw-pick").forEach((box) => {
      box.checked = on;
    });
    showPicked();
  }

  // --- the menu of a row ---

  const menu = () => document.getElementById("row-menu");
  const items = () => [...menu().querySelectorAll("[role=menuitem]:not([hidden])")];
  let menuRow = null;

  function openMenu(row) {
    const around = menu();
    const button = row.querySelector("[data-menu]");
    if (!around || !button) {
      return;
    }
    menuRow = row;
    const name = row.querySelector(".qw-line__name").textContent;
    for (const item of around.querySelectorAll("[role=menuitem]")) {
      const { deed } = item.dataset;
      item.hidden = deed in ONLY_WHERE && !(ONLY_WHERE[deed] in row.dataset);
      item.setAttribute("aria-label", `${item.textContent} line ${row.dataset.n}, ${name}`);
    }
    around.showPopover();
    const at = button.getBoundingClientRect();
    const size = around.getBoundingClientRect();
    const below = at.bottom + size.height + 8 < window.innerHeight;
    around.style.top = `${below ? at.bottom + 2 : Math.max(4, at.top - size.height - 2)}px`;
    around.style.left = `${Math.max(4, at.right - size.width)}px`;
    items()[0].focus();
  }

  function inMenu(event) {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all.at(to % all.length).focus();
    } else if (event.key === "Tab" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      menu().hidePopover();
      menuRow?.querySelector("[data-menu]")?.focus();
    }
  }

  // --- keys ---

  const WAYS = { ArrowUp: -1, ArrowDown: 1, PageUp: -PAGE, PageDown: PAGE };

  // Within a text that is not wholly selected, left and right move in that text.
  function movesInText(target) {
    return isField(target) && target.value !== "" && !(target.selectionStart === 0 && target.selectionEnd === target.value.length);
  }

  function moved(event, row) {
    const all = cells(row);
    const at = all.indexOf(event.target);
    if (event.altKey) {
      return false;
    }
    if (event.key in WAYS) {
      focusCell(neighbour(row, WAYS[event.key]), at);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (movesInText(event.target)) {
        return false;
      }
      const step = event.key === "ArrowRight" ? 1 : -1;
      focusCell(row, at + step);
    } else if (event.key === "Home" || event.key === "End") {
      if (movesInText(event.target) && !event.ctrlKey) {
        return false;
      }
      const lines = rows();
      const to = event.ctrlKey ? lines.at(event.key === "Home" ? 0 : -1) : row;
      focusCell(to, event.ctrlKey ? at : event.key === "Home" ? 0 : all.length - 1);
    } else {
      return false;
    }
    return true;
  }

  function did(event, row) {
    const withControl = event.ctrlKey || event.metaKey;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      act(event.key === "ArrowUp" ? "up" : "down", row);
    } else if (event.key === "Enter" && isField(event.target)) {
      save(event.target);
    } else if (event.key === "F2" && isField(event.target)) {
      event.target.setSelectionRange(event.target.value.length, event.target.value.length);
    } else if (event.key === "Escape" && isField(event.target) && (isDirty(event.target) || event.target.ariaInvalid)) {
      restore(event.target);
    } else if (event.key === " " && withControl) {
      const box = row.querySelector(".qw-pick");
      if (box) {
        box.checked = !box.checked;
        pick(box, event.shiftKey);
      }
    } else if (event.key.toLowerCase() === "d" && withControl && !event.shiftKey) {
      act("copy", row);
    } else if (event.key === "Delete" && (withControl || !isField(event.target))) {
      act("remove", row);
    } else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      openMenu(row);
    } else {
      return false;
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.("#row-menu")) {
      inMenu(event);
      return;
    }
    const row = rowOf(event.target);
    if (!row || !("cell" in event.target.dataset)) {
      return;
    }
    if (did(event, row) || moved(event, row)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  document.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row && "cell" in event.target.dataset) {
      makeCurrent(row);
      place = { cell: cells(row).indexOf(event.target), next: neighbour(row, 1), before: neighbour(row, -1) };
      if (isField(event.target)) {
        event.target.select();
      }
    }
  });
  // The press that brings the focus leaves the whole text selected; a second one places the caret.
  let focusedBy = null;
  document.addEventListener("mousedown", (event) => {
    focusedBy = isField(event.target) && event.target !== document.activeElement ? event.target : null;
  });
  document.addEventListener("mouseup", (event) => {
    if (focusedBy && event.target === focusedBy) {
      event.preventDefault();
      event.target.select();
    }
  });

  document.addEventListener("input", (event) => {
    if (isField(event.target)) {
      mark(event.target);
    }
  });
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (isField(target)) {
      save(target);
    } else if (target.id === "pick-all") {
      pickAll(target.checked);
    }
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.matches?.(".qw-pick")) {
      pick(target, event.shiftKey);
      return;
    }
    const button = target.closest?.("button");
    if (!button) {
      return;
    }
    if ("menu" in button.dataset) {
      openMenu(rowOf(button));
    } else if ("keys" in button.dataset) {
      document.getElementById("keys").showModal();
    } else if ("deed" in button.dataset) {
      const inside = button.closest("#row-menu");
      const row = inside ? menuRow : rowOf(button);
      if (inside) {
        inside.hidePopover();
        row?.querySelector("[data-menu]")?.focus();
      }
      act(button.dataset.deed, row);
    }
  });

  // --- answers ---

  function answered(ctx) {
    const field = document.getElementById(ctx.field);
    if (!field) {
      return;
    }
    if (ctx.response.status < 400) {
      wellFormed(field);
      if (field.value === ctx.typed) {
        field.value = field.defaultValue;
      }
    } else if (ctx.response.status === 422) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", `error-${rowOf(field)?.dataset.n}`);
    }
    delete field.dataset.sent;
    mark(field);
    if (field === document.activeElement && field.value === field.defaultValue) {
      field.select();
    }
  }

  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    if (!grid()) {
      current = "";
      return;
    }
    if (ctx.field) {
      answered(ctx);
    }
    const known = document.getElementById(current);
    const lost = document.activeElement === document.body && known === null && current !== "";
    const first = document.querySelector("#lines > [data-n]");
    fillPicked();
    if (ctx.follow) {
      focusCell(document.getElementById(ctx.follow), place.cell);
    } else if (ctx.arrived) {
      focusCell(document.querySelector("#lines > [data-n].htmx-added") ?? rows().at(-1), 2);
    } else if (lost && first) {
      focusCell([place.next, place.before].find((row) => row?.isConnected) ?? first, place.cell);
    } else {
      current = "";
      makeCurrent(known ?? first);
    }
    showPicked();
  });
  document.addEventListener("htmx:error", (event) => {
    const field = document.getElementById(event.detail.ctx?.field);
    delete field?.dataset.sent;
  });
})();
