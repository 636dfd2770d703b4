// Speaks to the CRM's page around the frame, in the Canvas protocol: JSON text by postMessage.
// Nothing secret is ever sent: the parent knows the frame by its instance id alone.
"use strict";

const quotewrightHost = (() => {
  const meta = document.querySelector("meta[name=quotewright-panel]");
  const origin = meta?.dataset.origin ?? "";
  const client = { instanceId: meta?.dataset.instance ?? "" };
  const waiting = new Map();
  let sequence = 1;

  function send(body) {
    if (!origin || window.parent === window) {
      return 0;
    }
    const seq = sequence++;
    const message = { seq, src: "client", clientVersion: "41.0", targetModule: "Canvas", body };
    window.parent.postMessage(JSON.stringify(message), origin);
    return seq;
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== origin || typeof event.data !== "string") {
      return;
    }
    let message;
    try {
      message = JSON.parse(event.data);
    } catch {
      return;
    }
    if (message?.targetModule === "Canvas" && message.type === "callback" && waiting.has(message.seq)) {
      waiting.get(message.seq)(message);
      waiting.delete(message.seq);
    }
  });

  // A newly signed request from the parent; null when it cannot or will not sign one.
  function refreshSignedRequest() {
    return new Promise((resolve) => {
      const seq = send({ type: "refresh", config: { client } });
      if (!seq) {
        resolve(null);
        return;
      }
      waiting.set(seq, (answer) => resolve(answer.status === 200 ? (answer.payload?.response ?? null) : null));
      setTimeout(() => resolve(null), 15000);
    });
  }

  function repost() {
    send({ type: "repost", refresh: true, config: { client } });
  }

  // As high as the content, up to most of the screen: beyond that the panel scrolls, under its running total.
  let height = 0;
  function resize() {
    const most = Math.max(560, Math.round(window.screen.availHeight * 0.8));
    const wanted = Math.min(Math.ceil(document.body.offsetHeight), most);
    if (Math.abs(wanted - height) > 8) {
      height = wanted;
      send({ type: "resize", config: { client }, size: { height: `${wanted}px` } });
    }
  }

  return { refreshSignedRequest, repost, resize };
})();
