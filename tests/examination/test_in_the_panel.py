"""Operators examine the connection from within, each with their own token."""

import pytest
import requests

from app.store import audit
from app.web.api.schemas.examinations import ExaminationJson
from tests.examination.soundly import Json, Sound


def signed_in(sound: Sound, user: str) -> dict[str, str]:
    request = sound.sandbox.signed_request(user=user)
    body = {"connection": sound.connection.name, "signed_request": request}
    answer = requests.post(f"{sound.services.public_url}/api/v1/sessions", json=body, timeout=30)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def examined(sound: Sound, headers: dict[str, str]) -> requests.Response:
    address = f"{sound.services.public_url}/api/v1/operations/examination"
    return requests.post(address, json={}, headers=headers, timeout=60)


def test_an_operator_is_told_what_the_command_tells_an_administrator(sound: Sound) -> None:
    answer = examined(sound, signed_in(sound, "admin"))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    assert not ExaminationJson().validate(found)
    assert (found["connection"], found["asked"]) == ("demo", True)
    wrong = [one["code"] for one in found["checks"] if one["result"] != "ok"]
    assert (wrong, found["result"]) == ([], "ok")
    with sound.services.database.reading() as tx:
        assert [entry.verb for entry in audit.read(tx, "demo")][-1] == "examine_connection"


def test_a_token_that_has_ended_is_told_and_our_own_side_examined(sound: Sound) -> None:
    headers = signed_in(sound, "admin")
    sound.sandbox.expire_tokens()
    found: Json = examined(sound, headers).json()
    wrong = {one["code"]: one for one in found["checks"] if one["result"] == "fault"}
    assert list(wrong) == ["token_accepted"]
    assert not found["asked"]


@pytest.mark.parametrize("user", ["rep", "approver"])
def test_others_are_refused(sound: Sound, user: str) -> None:
    answer = examined(sound, signed_in(sound, user))
    assert (answer.status_code, answer.json()["code"]) == (403, "operator_needed")
