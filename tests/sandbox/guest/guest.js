// A guest in the frame that speaks through the vendor's own SDK and writes what it hears into the page.
"use strict";
const request = JSON.parse(document.getElementById("request").textContent || "null");
const heard = document.getElementById("heard");
const { client } = window.Sfdc.canvas;

function tell(name, value) {
  const line = document.createElement("p");
  line.id = name;
  line.textContent = JSON.stringify(value);
  heard.append(line);
}

if (request) {
  const who = { ...request.client };
  tell("launched", { record: request.context.environment.record.Id, token: who.oauthToken, name: window.name });
  client.ctx((answer) => tell("ctx", { status: answer.status, user: answer.payload.user.userName }), who);
  client.ajax("/services/data", { client: { ...who }, success: (answer) => tell("ajax", answer.status) });
  client.subscribe(who, { name: "quotewright.saved", onData: (event) => tell("event", event) });
  client.resize(who, { height: "432px" });
  document.getElementById("publish").addEventListener("click", () => {
    client.publish(who, { name: "quotewright.saved", payload: { quote: 7 } });
  });
}
document.getElementById("refresh").addEventListener("click", () => {
  client.refreshSignedRequest((answer) => tell("refreshed", { status: answer.status, response: answer.payload.response || null }));
});
document.getElementById("repost").addEventListener("click", () => client.repost(false));
document.getElementById("renew").addEventListener("click", () => client.repost(true));
