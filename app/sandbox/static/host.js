// The parent's side of the canvas protocol: opens the frame with a signed request and answers what the frame asks.
"use strict";
(() => {
  const record = document.getElementById("record");
  const panel = document.getElementById("panel");
  const place = document.getElementById("frame-place");
  const note = document.getElementById("panel-note");
  const title = document.getElementById("panel-title");
  const buttons = [...document.querySelectorAll("button[data-app]")];
  const UNAPPROVED = ["NO_ACCESS", "The user has not approved the app."];
  let pressed = null;
  let canvas = null; // {instance, frame, target, request, context, topics}

  async function launch(instance) {
    const reply = await fetch("/ui/launch", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...record.dataset, app: pressed.dataset.app, instance }),
    });
    if (reply.ok) return reply.json();
    const { code, error } = await reply.json().catch(() => ({}));
    throw Object.assign(new Error(code ? `${code}: ${error}` : `The request could not be signed (${reply.status}).`), { code });
  }

  function newFrame({ instance, title: name }) {
    const frame = document.createElement("iframe");
    frame.name = `canvas-frame-${instance}`;
    frame.id = frame.name;
    frame.title = name;
    place.replaceChildren(frame);
    return frame;
  }

  function post(opened) {
    const frame = newFrame(opened);
    canvas = { ...opened, topics: {}, frame };
    if (opened.approval_url) {
      frame.src = opened.approval_url;
      return;
    }
    const form = document.createElement("form");
    form.method = "post";
    form.action = opened.canvas_url;
    form.target = frame.name;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "signed_request";
    field.value = opened.signed_request;
    form.append(field);
    document.body.append(form);
    form.submit();
    form.remove();
  }

  async function open(event) {
    pressed = event.currentTarget;
    panel.hidden = false;
    title.textContent = pressed.textContent;
    for (const one of buttons) one.setAttribute("aria-expanded", String(one === pressed));
    note.textContent = "";
    try {
      post(await launch(""));
      panel.scrollIntoView({ block: "start" });
    } catch (error) {
      note.textContent = error.message;
    }
  }

  function close() {
    panel.hidden = true;
    pressed.setAttribute("aria-expanded", "false");
    place.replaceChildren();
    canvas = null;
    pressed.focus();
  }

  function send(message) {
    if (!canvas) return; // closed meanwhile
    const whole = { parentVersion: "41.0", clientVersion: "41.0", targetModule: "Canvas", ...message };
    canvas.frame.contentWindow.postMessage(JSON.stringify(whole), canvas.target);
  }

  function reply(asked, status, payload, responseHeaders = "") {
    const text = { 200: "OK", 201: "Created", 204: "No Content", 403: "Forbidden", 404: "Not Found" }[status] || "Error";
    send({ seq: asked.seq, type: "callback", status, statusText: text, responseHeaders, payload });
  }

  function refused(asked, errorCode, message) {
    reply(asked, 403, [{ errorCode, message }]);
  }

  // A size is a number of pixels; what the context calls "infinite" is no cap.
  function sized(value, cap) {
    const [pixels, most] = [Number.parseInt(value, 10), Number.parseInt(cap, 10)];
    return pixels > 0 ? `${Number.isFinite(most) ? Math.min(pixels, most) : pixels}px` : "";
  }

  function resize(size) {
    if (!size || !canvas.context) return;
    const { maxHeight, maxWidth } = canvas.context.environment.dimensions;
    const height = sized(size.height, maxHeight);
    const width = sized(size.width, maxWidth);
    if (height) canvas.frame.style.height = height;
    if (width) canvas.frame.style.width = width;
  }

  async function refresh(asked) {
    const opened = await launch(canvas.instance).catch((error) => error);
    if (opened.code) return refused(asked, opened.code, opened.message);
    if (opened.approval_url) return refused(asked, ...UNAPPROVED);
    canvas = { ...canvas, ...opened };
    return reply(asked, 200, { response: opened.signed_request });
  }

  function ctx(asked) {
    if (!canvas.context) return refused(asked, ...UNAPPROVED);
    return reply(asked, 200, canvas.context);
  }

  // The org's own API, asked for the frame: the token is the frame's, never the page's.
  function withinOrg(url) {
    const where = new URL(url, location.origin);
    const own = [location.origin, record.dataset.tls].includes(where.origin);
    return own && /^\/(services|id)\//.test(where.pathname) ? where.pathname + where.search : "";
  }

  async function ajax(asked) {
    const { url, config } = asked.body;
    const path = withinOrg(url);
    if (!path) return refused(asked, "INSUFFICIENT_ACCESS", "Only addresses of the org's API are asked for a frame.");
    const { method, headers, contentType, data } = config;
    const body = data === null || data === undefined ? undefined : typeof data === "string" ? data : JSON.stringify(data);
    const typed = body === undefined ? headers : { ...headers, "Content-Type": contentType };
    const answer = await fetch(path, { method, headers: typed, body, credentials: "omit", redirect: "error" });
    const text = await answer.text();
    const json = (answer.headers.get("Content-Type") || "").includes("json");
    const told = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\r\n");
    return reply(asked, answer.status, json && text ? JSON.parse(text) : text, told);
  }

  async function repost(asked) {
    const again = asked.body.refresh === true || !canvas.signed_request;
    post(again ? await launch(canvas.instance) : canvas);
  }

  function topicsOf(subscriptions) {
    const list = Array.isArray(subscriptions) ? subscriptions : [subscriptions || {}];
    return list.flatMap((one) => (one.name ? [one.name] : Object.keys(one)));
  }

  function subscribe(asked, on) {
    for (const name of topicsOf(asked.body.subscriptions)) {
      if (on) canvas.topics[name] = true;
      else delete canvas.topics[name];
    }
    reply(asked, 200, {});
  }

  function publish(asked) {
    const event = asked.body.event || {};
    if (canvas.topics[event.name]) {
      send({ type: "event", payload: { name: event.name, method: "onData", payload: event.payload } });
    }
    document.dispatchEvent(new CustomEvent("canvas-event", { detail: event }));
    reply(asked, 200, {});
    live();
  }

  const DEEDS = {
    ctx,
    ajax,
    refresh,
    repost,
    resize: (asked) => resize(asked.body.size),
    subscribe: (asked) => subscribe(asked, true),
    unsubscribe: (asked) => subscribe(asked, false),
    publish,
  };

  function kindOf(body) {
    if (body.type) return body.type;
    if (body.event) return "publish";
    return body.subscriptions ? "subscribe" : "";
  }

  function instanceOf(body) {
    const client = (body.config && body.config.client) || body.client || {};
    return client.instanceId;
  }

  window.addEventListener("message", (event) => {
    if (!canvas || event.source !== canvas.frame.contentWindow || event.origin !== canvas.target) return;
    let asked;
    try {
      asked = JSON.parse(event.data);
    } catch {
      return;
    }
    if (!asked || asked.targetModule !== "Canvas" || !asked.body) return;
    const instance = instanceOf(asked.body);
    if (instance !== undefined && instance !== canvas.instance) return;
    const deed = DEEDS[kindOf(asked.body)];
    if (deed) Promise.resolve(deed(asked)).catch((error) => reply(asked, 500, [{ errorCode: "UNKNOWN_EXCEPTION", message: error.message }]));
  });

  // The server sends these parts already escaped; a part is only replaced when it changed, and open lines stay open.
  const shown = {};
  function replacePart(id, html) {
    if (shown[id] === html) return;
    shown[id] = html;
    const part = document.getElementById(id);
    const open = [...part.querySelectorAll("details[open]")].map((one) => one.id);
    part.innerHTML = html;
    for (const one of open) {
      const details = document.getElementById(one);
      if (details) details.open = true;
    }
  }

  async function live() {
    try {
      const reply = await fetch(`/ui/live?record=${encodeURIComponent(record.dataset.record)}`);
      if (!reply.ok) return;
      const parts = await reply.json();
      for (const [id, html] of Object.entries(parts)) replacePart(id, html);
    } catch {
      // The org is away for a moment; the next round asks again.
    }
  }

  for (const one of buttons) one.addEventListener("click", open);
  if (panel) document.getElementById("close").addEventListener("click", close);
  document.getElementById("user").addEventListener("change", (event) => event.target.form.submit());
  setInterval(live, 2000);
})();
