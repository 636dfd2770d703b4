// The pages that stand in for the panel when it could not be opened: they ask the CRM's page around the frame
// to open it again with a newly signed request, and walk a user through allowing the app.
"use strict";

(() => {
  const FRAME_NAME = /^canvas-frame-([\w:.-]{1,255})$/;
  let sequence = 0;

  function instanceId() {
    const inAddress = new URLSearchParams(location.hash.slice(1)).get("instance_id");
    const inName = FRAME_NAME.exec(window.name);
    return inAddress || (inName ? inName[1] : "");
  }

  function repost() {
    const message = {
      seq: sequence++,
      src: "client",
      clientVersion: "41.0",
      targetModule: "Canvas",
      body: { type: "repost", refresh: true, config: { client: { instanceId: instanceId() } } },
    };
    // It holds no secret, and the policy of this page lets only the connection's own origins frame it.
    window.parent.postMessage(JSON.stringify(message), "*");
  }

  function openApproval(event) {
    event.preventDefault();
    const opened = window.open(event.currentTarget.href, "quotewright-approval", "popup,width=620,height=760");
    const status = document.querySelector("[data-approve-status]");
    status.textContent = opened
      ? "Waiting for your answer in the other window."
      : "The browser blocked the window. Allow windows for this page, then try again.";
  }

  function onMessage(event) {
    if (event.origin === location.origin && event.data === "quotewright:approved") {
      repost();
    }
  }

  for (const button of document.querySelectorAll("[data-repost]")) {
    button.addEventListener("click", repost);
  }
  for (const link of document.querySelectorAll("[data-approve]")) {
    link.addEventListener("click", openApproval);
    window.addEventListener("message", onMessage);
  }
  if (document.querySelector("[data-repost-now]") && window.parent !== window) {
    setTimeout(repost, 500);
  }
  if (document.querySelector("[data-approved]") && window.opener) {
    window.opener.postMessage("quotewright:approved", location.origin);
    window.close();
  }
})();
