// A guest in the frame that speaks through the vendor's own SDK and writes what it hears into the page.
"use strict";
const request = JSON.parse(document.getElementById("request").textContent || "null");
const heard = document.getElementById("heard");
const { client } = window.Sfdc.canvas;
let events = 0;

function tell(name, value) {
  const line = document.createElement("p");
  line.id = name;
  line.textContent = JSON.stringify(value);
  heard.append(line);
}

if (request) {
  const who = { ...request.client };
  const { parameters, record, displayLocation } = request.context.environment;
  const there = { parameters, record: record.Id, location: displayLocation };
  tell("launched", { ...there, token: who.oauthToken, name: window.name });
  client.ctx((answer) => tell("ctx", { status: answer.status, user: answer.payload.user.userName }), who);
  client.subscribe(who, { name: "quotewright.saved", onData: (event) => tell("event", { ...event, count: ++events }) });
  client.resize(who, { height: "432px" });
  for (const button of document.querySelectorAll("[data-url]")) {
    const { url, method, body } = button.dataset;
    const success = (answer) => tell(button.id + "-answer", { status: answer.status, payload: answer.payload });
    button.addEventListener("click", () => client.ajax(url, { client: { ...who }, method, data: body || null, success }));
  }
  document.getElementById("grow").addEventListener("click", () => {
    client.autogrow(who, true, 100);
    const tall = document.createElement("div");
    tall.style.height = "700px";
    document.body.append(tall);
  });
  document.getElementById("deaf").addEventListener("click", () => client.unsubscribe(who, "quotewright.saved"));
  document.getElementById("publish").addEventListener("click", () => {
    client.publish(who, { name: "quotewright.saved", payload: { quote: 7 } });
  });
}
document.getElementById("refresh").addEventListener("click", () => {
  client.refreshSignedRequest((answer) => tell("refreshed", { status: answer.status, response: answer.payload.response || null }));
});
document.getElementById("repost").addEventListener("click", () => client.repost(false));
document.getElementById("renew").addEventListener("click", () => client.repost(true));
