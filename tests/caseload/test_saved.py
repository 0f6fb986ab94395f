"""Searches that a person keeps, and those she typed last: hers alone, words encrypted, gone with her."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caseload import leaving, saved
from caseload.models import SavedSearch
from foundation import clock
from foundation.accounts.services import deactivate_person
from foundation.audit.models import Event
from foundation.search import port
from foundation.search.models import SavedQuery
from tests.caseload.test_search import bank as bank
from tests.caseload.test_search import search_for, titles
from tests.factories.accounts import UserFactory

WORDS = "exploitation NOT Quillfeather"


def keep(by, name="Mine", text=WORDS, **words):
    return saved.save_search(name=name, text=text, by=by, at=clock.now(), **words)


def test_a_search_is_kept_from_its_results_and_run_again_with_filters_and_order(house, bank, signed_in):
    client = signed_in(house.pro)
    where = search_for(client, WORDS).redirect_chain[-1][0]
    page = client.get(where, {"court": "SCC", "sort": "newest", "page": "1"})
    form = page.content.decode()
    action = reverse("save_search", kwargs={"ref": page.context["view"].kwargs["ref"]}) + "?court=SCC&sort=newest&page=1"
    assert action.replace("&", "&amp;") in form

    key = uuid.uuid4().hex
    sent = [client.post(action, {"name": "Young people", "key": key}) for _ in range(2)]

    assert [answer.url for answer in sent] == [reverse("saved_searches")] * 2
    search = SavedSearch.objects.get()
    assert (search.name, search.text, search.asked) == ("Young people", WORDS, [["court", "SCC"], ["sort", "newest"]])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, text FROM caseload_savedsearch")
        assert not any("Young" in value or "Quillfeather" in value for value in cursor.fetchone())
    assert not Event.objects.filter(body__contains="Quillfeather").exists()
    assert client.get(search.get_absolute_url()).status_code == 200
    again = client.post(reverse("run_saved_search", kwargs={"ref": search.ref}), follow=True)
    assert again.redirect_chain[-1][0].endswith("?court=SCC&sort=newest")
    assert "Quillfeather" not in again.redirect_chain[-1][0]
    assert titles(again) == ["R. v. Sample, 2020 SCC 9"]


def test_it_is_renamed_and_deleted_and_bad_names_are_said(house, signed_in):
    client, search = signed_in(house.pro), keep(house.pro)
    change = reverse("change_saved_search", kwargs={"ref": search.ref})

    assert client.post(change, {"name": "  "}).status_code == 422
    assert client.post(change, {"name": "x" * 101}).status_code == 422
    assert client.post(change, {"name": "Other", "version": search.version}).status_code == 302
    assert client.post(change, {"name": "Third", "version": search.version}).status_code == 409
    assert SavedSearch.objects.get().name == "Other"
    client.post(reverse("delete_saved_search", kwargs={"ref": search.ref}))
    assert not SavedSearch.objects.exists()


def test_fifty_are_kept_and_no_more_and_the_list_asks_the_same_however_many(house, signed_in):
    client = signed_in(house.pro)
    keep(house.pro)
    counted = []
    for more in (1, saved.MOST - 2):
        for number in range(more):
            keep(house.pro, name=f"No {number}")
        client.get(reverse("saved_searches"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("saved_searches")).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]

    kept = port.remember(house.pro, WORDS)
    answer = client.post(reverse("save_search", kwargs={"ref": kept.ref}), {"name": "One more"})
    assert answer.status_code == 422
    assert SavedSearch.objects.filter(user=house.pro).count() == saved.MOST


@pytest.mark.parametrize("who", ["lead", "other", "admin", "police"])
def test_nobody_else_learns_of_it(house, signed_in, who):
    search = keep(house.pro, name="Feather plan")
    person = UserFactory(admin=True) if who == "admin" else getattr(house, who)
    client = signed_in(person)

    for name in ("saved_search", "change_saved_search", "delete_saved_search"):
        assert client.get(reverse(name, kwargs={"ref": search.ref})).status_code == 404
    for name in ("change_saved_search", "delete_saved_search", "run_saved_search"):
        assert client.post(reverse(name, kwargs={"ref": search.ref}), {"name": "Taken"}).status_code == 404
    assert "Feather plan" not in client.get(reverse("saved_searches")).content.decode()
    with pytest.raises(saved.PermissionDenied):
        saved.delete_saved_search(search=search, by=person, at=clock.now())
    with pytest.raises(saved.PermissionDenied):
        saved.run_again(search, person)
    assert SavedSearch.objects.get().name == "Feather plan"


def test_it_goes_with_the_account(house):
    stays = keep(house.lead)
    newcomer = UserFactory()
    for person in (newcomer, house.other):
        keep(person)

    deactivate_person(ref=newcomer.ref, by=UserFactory(admin=True), at=clock.now(), version=newcomer.version)
    items = leaving.in_hands_of(house.other, house.lead)
    leaving.hand_over_everything(
        person=house.other,
        to={item.key: house.pro for item in items if item.group != "ASSISTANT"},
        shown=leaving.seal(items),
        reason="She moves away",
        close=True,
        by=house.lead,
        at=clock.now(),
    )

    assert list(SavedSearch.objects.all()) == [stays]


def test_what_was_typed_last_stands_on_the_empty_page_once_each_and_can_be_cleared(house, bank, signed_in):
    port.remember(house.other, "Somebody else's words")
    client = signed_in(house.pro)
    for number in range(12):
        search_for(client, f"word{number}")
    search_for(client, "word11 ")
    search_for(client, "word5")

    page = client.get(reverse("search")).content.decode()

    shown = [f"word{number}" for number in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2)]
    places = [page.index(f">{word}<") for word in shown]
    assert places == sorted(places)
    assert "word1<" not in page
    assert "Somebody else" not in page
    kept = port.recent(house.pro)[0]
    assert reverse("search_results", kwargs={"ref": kept.ref}) in page

    client.post(reverse("clear_recent_searches"))

    assert "word5" not in client.get(reverse("search")).content.decode()
    assert client.get(reverse("search_results", kwargs={"ref": kept.ref})).status_code == 200
    assert [row.text for row in port.recent(house.other)] == ["Somebody else's words"]
    assert SavedQuery.objects.filter(owner=house.pro).count() == 0
