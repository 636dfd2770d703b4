"""The button's own script, run as the org runs it: the canvas shows the record that the page shows."""

import json
import subprocess
from typing import Any

from tests.crm.connector.made import source
from tests.sandbox.test_soql_corpus import node

# Stands in for the org's framework: attributes, and callbacks that come after all else.
STAGE = """
const [script, records] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const told = [], waiting = [], held = {};
const window = { setTimeout: (deed) => waiting.push(deed) };
const $A = { getCallback: (deed) => deed };
const component = {
  isValid: () => !held.gone,
  get: (name) => held[name],
  set: (name, value) => { held[name] = value; told.push(value); },
};
const controller = new Function('window', '$A', 'return ' + script)(window, $A);
for (const step of records) {
  if (step === 'wait') waiting.splice(0).forEach((deed) => deed());
  else if (step === 'leave') held.gone = true;
  else { held['v.recordId'] = step; controller.show(component); }
}
console.log(JSON.stringify(told));
"""


def shown(*steps: str | None) -> list[Any]:
    """What the canvas is made with, one after the other; "" where it is taken away."""
    (script,) = (text.decode() for path, text in source().items() if path.endswith("Controller.js"))
    given = json.dumps([script, steps])
    command = [node(), "-e", STAGE]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=True)
    return [json.loads(text)["recordId"] if text else "" for text in json.loads(done.stdout)]


def test_the_canvas_is_made_when_the_record_is_known() -> None:
    assert shown(None, "wait") == [""]
    assert shown(None, "wait", "006A", "wait") == ["", "", "006A"]


def test_for_another_record_another_canvas_is_made() -> None:
    assert shown("006A", "wait", "006B", "wait") == ["", "006A", "", "006B"]
    # Both changes come before either is shown: nobody sees the first.
    assert set(shown("006A", "006B", "wait")) == {"", "006B"}


def test_a_page_that_was_left_makes_none() -> None:
    assert shown("006A", "leave", "wait") == [""]
