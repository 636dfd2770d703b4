// The session of this page: a short token, kept in a variable and put on each request as a header.
// The page arrives with a token that is good for its first request only; the answer brings the session's.
// When it ends, the parent signs a new request, that buys a new token, and what was asked is asked again once.
"use strict";

const quotewrightSession = (() => {
  const meta = document.querySelector("meta[name=quotewright-panel]");
  const connection = meta.dataset.connection;
  let token = meta.dataset.token;
  let renewal = null;
  delete meta.dataset.token;

  async function renewed() {
    const signed = await quotewrightHost.refreshSignedRequest();
    if (!signed) {
      return false;
    }
    const answer = await window.fetch("/api/v1/sessions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ connection, signed_request: signed }),
    });
    if (!answer.ok) {
      return false;
    }
    token = (await answer.json()).token;
    return true;
  }

  // Requests that fail together wait for one renewal.
  function renew() {
    renewal ??= renewed().finally(() => {
      renewal = null;
    });
    return renewal;
  }

  // Ties together what the servers log for one click: they take it over, and repeats of a request share it.
  function correlation() {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function fetchWithSession(address, options = {}) {
    // A change is meant for the quote as this page shows it; another window may have changed it meanwhile.
    const revision = document.querySelector("[data-revision]")?.dataset.revision ?? "*";
    const id = correlation();
    const ask = async () => {
      const headers = new Headers(options.headers);
      headers.set("X-Correlation-Id", id);
      headers.set("Authorization", `Bearer ${token}`);
      if (options.method === "POST") {
        headers.set("If-Match", revision);
      }
      const answer = await window.fetch(address, { ...options, headers });
      token = answer.headers.get("Quotewright-Session") ?? token;
      return answer;
    };
    const answer = await ask();
    return answer.status === 401 && (await renew()) ? ask() : answer;
  }

  document.addEventListener("htmx:config:request", (event) => {
    event.detail.ctx.fetch = fetchWithSession;
  });

  return { fetch: fetchWithSession, renew };
})();
