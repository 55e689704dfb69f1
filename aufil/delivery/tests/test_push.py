"""Web push, against a service that opens what is sealed and checks who tells."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from aufil.delivery import actions
from aufil.delivery.channels import Fate, Parcel
from aufil.delivery.channels.headline import headline, place
from aufil.delivery.channels.push import Carrier
from aufil.delivery.channels.push.services import allowed
from aufil.delivery.models import Address, Attempt, Carried, Notice, PushSubscription
from aufil.delivery.queries import may_offer_push, push_key
from aufil.delivery.sources import Words
from aufil.jobs.models import Job
from aufil.kernel import clock
from aufil.people.actions import revoke_devices, start_device
from aufil.people.models import Device, Person
from tests.pushservice import BrowserKeys, PushService, push_service
from tests.support import Api, Cast, Pages

CAMILLE = Words("Camille", "Votre carte Vitale est arrivée", "/fil/1/")


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as started:
        settings.PUSH_SERVICES = [started.url]
        yield started


def device_of(person: Person) -> Device:
    return start_device(person=person, label="tests")[0]


def told_on(service: PushService, person: Person) -> tuple[Device, BrowserKeys]:
    device, browser = device_of(person), service.browser()
    actions.subscribe(device=device, endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    return device, browser


def parcel(cast: Cast, device: Device, *words: Words, **more: Any) -> Parcel:
    attempt = Attempt.objects.create(
        structure=cast.structures["cholet"],
        person=cast.lea,
        channel="push",
        address=str(device.uid),
        made_at=clock.now(),
    )
    if more:
        notice = Notice.objects.create(
            structure=attempt.structure,
            person=cast.lea,
            topic=1,
            position=attempt.pk,
            created_at=clock.now(),
            **more,
        )
        Carried.objects.create(attempt=attempt, notice=notice)
    return Parcel(attempt, words or (CAMILLE,))


def carried(*parcels: Parcel) -> list[Fate]:
    fates = {one.attempt.pk: fate for one, fate in Carrier().carry(parcels)}
    return [fates[one.attempt.pk] for one in parcels]


def test_a_lock_screen_says_who_writes_and_never_what(cast: Cast, service: PushService) -> None:
    device, browser = told_on(service, cast.lea)
    (fate,) = carried(parcel(cast, device))
    assert (fate.said, bool(fate.ref)) == ("taken", True)
    (told,) = browser.told
    assert told.content["title"] == "Camille vous a écrit"
    assert told.content["path"] == "/fil/1/"
    assert "Vitale" not in str(told.content)
    assert service.application_key == push_key()
    assert service.refused == []


def test_a_push_handed_over_again_takes_the_place_of_the_first(cast: Cast, service: PushService) -> None:
    device, browser = told_on(service, cast.lea)
    again = parcel(cast, device)
    carried(again)
    carried(again)
    assert len(browser.told) == 1
    carried(parcel(cast, device, Words("Julien", "", "/fil/2/")))
    assert len(browser.told) == 2


def test_it_is_kept_no_longer_than_it_matters_and_hurries_as_it_must(
    cast: Cast, service: PushService
) -> None:
    device, browser = told_on(service, cast.lea)
    soon = clock.now() + timedelta(hours=2)
    cases: list[tuple[dict[str, Any], tuple[str, float]]] = [
        ({}, ("normal", 86400)),
        ({"urgent": True, "pointless_at": soon}, ("high", 7200)),
        ({"weight": Notice.Weight.MANY}, ("low", 86400)),
        ({"pointless_at": clock.now() - timedelta(hours=1)}, ("normal", 60)),
    ]
    for more, (urgency, seconds) in cases:
        carried(parcel(cast, device, **more))
        told = browser.told[-1]
        assert told.urgency == urgency
        assert told.ttl == pytest.approx(seconds, abs=5)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_gone_for_good(cast: Cast, service: PushService, status: int) -> None:
    device, _browser = told_on(service, cast.lea)
    service.answers = [status]
    assert carried(parcel(cast, device)) == [Fate("refused", code=str(status), for_good=True)]
    PushSubscription.objects.update(gone_at=clock.now())
    calls = service.calls
    assert carried(parcel(cast, device)) == [Fate("refused", code="gone", for_good=True)]
    assert service.calls == calls, "it is not asked again"


@pytest.mark.parametrize(
    ("status", "said", "for_good"),
    [
        (429, "later", False),
        (500, "later", False),
        (503, "later", False),
        (403, "refused", False),
        (413, "refused", False),
    ],
)
def test_a_service_that_is_busy_is_asked_later(
    cast: Cast, service: PushService, status: int, said: str, for_good: bool
) -> None:
    device, _browser = told_on(service, cast.lea)
    service.answers = [status]
    assert carried(parcel(cast, device)) == [Fate(said, code=str(status), for_good=for_good)]


def test_a_service_that_does_not_answer_is_asked_later(cast: Cast, service: PushService) -> None:
    device, _browser = told_on(service, cast.lea)
    PushSubscription.objects.update(endpoint="http://127.0.0.1:9/x")
    assert carried(parcel(cast, device))[0].for_good, "not a service we know"


def test_where_a_service_would_send_us_is_never_followed(cast: Cast, service: PushService) -> None:
    device, _browser = told_on(service, cast.lea)
    service.answers, service.redirect = [307], f"{service.url}/elsewhere"
    assert carried(parcel(cast, device)) == [Fate("refused", code="307")]
    assert service.calls == 1


def test_a_phone_that_was_signed_out_is_told_nothing(cast: Cast, service: PushService) -> None:
    device, browser = told_on(service, cast.lea)
    revoke_devices(devices=[device], actor=cast.lea)
    assert not PushSubscription.objects.exists()
    assert carried(parcel(cast, device))[0].for_good
    assert browser.told == []


def test_a_phone_two_people_use_tells_only_who_allowed_it_last(cast: Cast, service: PushService) -> None:
    first, browser = told_on(service, cast.lea)
    second = device_of(cast.yanis)
    actions.subscribe(device=second, endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    assert carried(parcel(cast, first))[0].for_good
    assert browser.told == []
    assert PushSubscription.objects.get().person == cast.yanis


def test_what_is_for_another_person_never_goes_to_this_device(cast: Cast, service: PushService) -> None:
    device, browser = told_on(service, cast.yanis)
    assert carried(parcel(cast, device))[0].for_good
    assert browser.told == []


def test_many_are_told_with_two_statements(
    cast: Cast, service: PushService, django_assert_num_queries: Any
) -> None:
    parcels = [parcel(cast, told_on(service, cast.lea)[0]) for _ in range(12)]
    with django_assert_num_queries(2):
        assert {fate.said for fate in carried(*parcels)} == {"taken"}
    assert connection.in_atomic_block


def test_keys_that_seal_nothing_are_refused_for_good(cast: Cast, service: PushService) -> None:
    device, _browser = told_on(service, cast.lea)
    PushSubscription.objects.update(p256dh="AAAA")
    assert carried(parcel(cast, device)) == [Fate("refused", code="keys that seal nothing", for_good=True)]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/QK",
        "https://wns2-par02p.notify.windows.com/w/?token=a%3d",
    ],
)
def test_the_services_of_browsers_are_known(endpoint: str) -> None:
    assert allowed(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://fcm.googleapis.com.exemple.fr/x",
        "https://exemplepush.apple.com.evil/x",
        "https://evil-fcm.googleapis.com/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://fcm.googleapis.com\\@127.0.0.1/x",
        "https://fcm.googleapis.com:8443/x",
        "https://[::1]/x",
        "file:///etc/passwd",
        "",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com/x\r\nHost: a",
    ],
)
def test_no_other_address_is_ever_called(endpoint: str) -> None:
    assert not allowed(endpoint)


@given(st.text(max_size=60))
def test_whatever_is_written_only_known_hosts_pass(rest: str) -> None:
    assert not allowed(f"https://{rest}.exemple.fr/x") or "/" in rest


def test_a_headline_names_few(cast: Cast) -> None:
    def said(*names: str) -> str:
        return headline([Words(name, "", f"/fil/{name}/") for name in names])

    assert said("Camille", "Camille") == "Camille vous a écrit"
    assert said("Camille", "Julien") == "Camille et Julien vous ont écrit"
    assert said("Camille", "Julien", "Alex") == "Camille, Julien et d’autres vous ont écrit"
    assert place([CAMILLE, CAMILLE]) == "/fil/1/"
    assert place([CAMILLE, Words("Julien", "", "/fil/2/")]) == "/"


# --- The API ---------------------------------------------------------------------------------------------------


def test_a_browser_lets_itself_be_told_and_not_any_more(api: Api, service: PushService) -> None:
    browser = service.browser()
    assert api.lea.post("/push", browser.shape).status == 204
    assert api.lea.post("/push", browser.shape).status == 204
    row = PushSubscription.objects.get()
    assert (row.device, row.endpoint) == (api.lea.device, browser.endpoint)
    assert not may_offer_push(row.person, row.device)
    assert api.lea.delete("/push").status == 204
    assert api.lea.delete("/push").status == 204
    assert not PushSubscription.objects.exists()


def test_a_browser_that_comes_back_is_told_again(api: Api, service: PushService) -> None:
    browser, other = service.browser(), service.browser()
    api.lea.post("/push", browser.shape)
    PushSubscription.objects.update(gone_at=clock.now())
    api.lea.post("/push", other.shape)
    row = PushSubscription.objects.get()
    assert (row.endpoint, row.gone_at) == (other.endpoint, None)


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://127.0.0.1/admin"},
        {"endpoint": "https://exemple.fr/" + "x" * 1000},
        {"keys": {"p256dh": "AAAA", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
        {"keys": {"p256dh": "é", "auth": "x"}},
        {"keys": {}},
    ],
)
def test_what_is_no_subscription_is_refused(api: Api, service: PushService, change: dict[str, Any]) -> None:
    answer = api.lea.post("/push", {**service.browser().shape, **change})
    assert answer.status == 422
    assert not PushSubscription.objects.exists()


def test_a_secret_of_another_length_is_refused(api: Api, service: PushService) -> None:
    shape = service.browser().shape
    shape["keys"]["auth"] = "AAAA"
    assert api.lea.post("/push", shape).status == 422


def test_who_asks_too_often_is_slowed_down(api: Api, service: PushService) -> None:
    answers = [api.lea.post("/push", service.browser().shape).status for _ in range(31)]
    assert answers[-1] == 429


# --- The page --------------------------------------------------------------------------------------------------


def test_a_try_reaches_this_device(pages: Pages, cast: Cast, service: PushService) -> None:
    pages.lea.get("/")
    device, browser = Device.objects.get(person=cast.lea), service.browser()
    actions.subscribe(device=device, endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    assert pages.lea.post("/notifications/essai/").status_code == 302
    job = Job.objects.get(name__endswith="try_push")
    actions.try_push(**job.arguments)
    (told,) = browser.told
    assert (told.content["path"], told.urgency) == ("/notifications/", "high")
    actions.unsubscribe(device=device)
    actions.try_push(**job.arguments)
    assert len(browser.told) == 1


def test_staff_choose_how_they_are_told_without_a_script(pages: Pages) -> None:
    page = pages.camille.get("/notifications/").content.decode()
    assert 'value="at-once" checked' in page
    pages.camille.post("/notifications/", {"alerts": "digest"})
    assert 'value="digest" checked' in pages.camille.get("/notifications/").content.decode()
    wrong = pages.camille.post("/notifications/", {"alerts": "toujours"})
    assert wrong.status_code == 422
    assert "Choisissez une des quatre" in wrong.content.decode()


def test_young_people_choose_no_rhythm(pages: Pages) -> None:
    assert 'name="alerts"' not in pages.lea.get("/notifications/").content.decode()
    assert pages.lea.post("/notifications/", {"alerts": "nothing"}).status_code == 200


def test_a_way_that_was_stopped_can_be_taken_up_again(pages: Pages, cast: Cast) -> None:
    actions.silence(person=cast.lea, channel="email", address="lea@exemple.fr")
    actions.silence(person=cast.lea, channel="email", address="ancienne@exemple.fr")
    page = pages.lea.get("/notifications/").content.decode()
    assert "lea@exemple.fr" in page
    assert "ancienne@exemple.fr" not in page, "an address she no longer has"

    address = Address.objects.get(person=cast.lea, address="lea@exemple.fr")
    pages.yanis.post("/notifications/reprendre/", {"address": address.pk})
    address.refresh_from_db()
    assert address.stopped_at, "it is not his"
    pages.lea.post("/notifications/reprendre/", {"address": address.pk})
    address.refresh_from_db()
    assert address.stopped_at is None
