"""What is new for a saved search is told once, to its owner, of what she may see at that moment, without words (and no crash loses it)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from caseload import news, saved
from caseload.models import SavedSearch, SearchTelling
from casetracker import services
from foundation import clock
from foundation.jobs.models import Job
from foundation.jobs.queue import run_due
from foundation.notifications.models import Notice
from foundation.records import Refusal
from foundation.search import indexer, port
from foundation.search.entry import Unavailable
from tests.caseload.test_search import bank as bank
from tests.factories.accounts import UserFactory
from tests.factories.precedents import make_decision

WORDS = "exploitation"


def decided(house, citation, words="Exploitation of a friend."):
    return make_decision(by=house.lead, style="R. v. Newly", court_code="ONCJ", citations=[citation], held_en=words)


def index():
    while indexer.drain():
        pass


@pytest.fixture
def later(at):
    """Have an hour pass, the index follow and the worker look."""
    hours = iter(range(1, 99))

    def look():
        index()
        with clock.fixed(at + timedelta(hours=next(hours))):
            return news.look_for_news(clock.now())

    return look


def keep(by, text=WORDS, pairs=()):
    return saved.save_search(name="Mine", text=text, pairs=pairs, tells_new=True, by=by, at=clock.now())


def told(person):
    return list(Notice.objects.filter(recipient=person, template=news.TEMPLATE).order_by("pk"))


def test_what_was_there_is_not_new_and_what_comes_is_told_once(house, bank, signed_in, later):
    search = keep(house.pro, pairs=[("court", "ONCJ")])
    assert later() == 1
    assert told(house.pro) == []

    decided(house, "2021 ONCJ 4")
    decided(house, "2021 ONCJ 5")
    make_decision(by=house.lead, style="R. v. Far", court_code="SCC", citations=["2021 SCC 5"], held_en="Exploitation.")
    later()
    later()

    notice = told(house.pro)[0]
    assert len(told(house.pro)) == 1
    assert "exploit" not in f"{notice.words}{notice.url_kwargs}{notice.url}".lower()
    client = signed_in(house.pro)
    body = client.get(reverse("notices")).content.decode()
    assert "A saved search of yours finds 2 documents that are new." in body
    assert "xploit" not in body
    page = client.get(notice.url).content.decode()
    assert page.count("R. v. Newly") == 2
    assert "R. v. Far" not in page
    assert ">2 new<" in client.get(reverse("saved_searches")).content.decode()
    client.post(reverse("see_search_news", kwargs={"ref": search.ref}))
    assert "R. v. Newly" not in client.get(notice.url).content.decode()
    assert not Notice.objects.visible_to(house.pro).unread().filter(template=news.TEMPLATE).exists()

    decided(house, "2021 ONCJ 6")
    later()
    assert len(told(house.pro)) == 2


def test_the_mail_holds_no_word_of_it(house, bank, later, settings):
    keep(house.pro)
    decided(house, "2021 ONCJ 4")
    later()
    Job.objects.exclude(kind="mail_notice").delete()
    mail.outbox.clear()
    run_due()

    letter = next(one for one in mail.outbox if house.pro.email in one.to)
    assert not any(word in f"{letter.subject} {letter.body}" for word in ("xploit", "Newly", "ONCJ", "Mine"))


def test_nothing_is_told_that_its_owner_may_not_see_and_an_end_of_a_right_bites_at_once(house, bank, signed_in, later, monkeypatch):
    keep(house.other, text="Alder kind:file")
    hers, mine = keep(house.pro, text="Alder kind:file"), house.hers.file
    later()
    services.assign(case_file=mine, to=house.pro, acting_as="COUNSEL", reason="Helps", by=house.lead, at=clock.now())
    later()
    assert (len(told(house.pro)), told(house.other)) == (1, [])
    client = signed_in(house.pro)
    assert "finds 1 document that is new" in client.get(reverse("notices")).content.decode()
    assert mine.ref in client.get(hers.get_absolute_url()).content.decode()

    services.set_wall(case_file=mine, user=house.pro, reason="Acted for the accused", by=house.lead, at=clock.now())

    assert "Nothing new is left" in client.get(reverse("notices")).content.decode()
    page = client.get(hers.get_absolute_url()).content.decode()
    assert mine.ref not in page
    assert "Nothing new." in page
    assert "1 new" not in client.get(reverse("saved_searches")).content.decode()
    later()
    assert not Notice.objects.unread().filter(template=news.TEMPLATE).exists()

    # A right that ends between the look at the index and the telling.
    services.assign(case_file=house.mine[0].file, to=house.other, acting_as="COUNSEL", reason="Helps", by=house.lead, at=clock.now())
    found = port.matches

    def then_walled(*given, **words):
        keys = found(*given, **words)
        if given[0] == house.other:
            services.set_wall(case_file=house.mine[0].file, user=house.other, reason="Acted", by=house.lead, at=clock.now())
        return keys

    monkeypatch.setattr(port, "matches", then_walled)
    later()
    assert told(house.other) == []


def test_a_crash_in_between_loses_nothing_and_tells_nothing_twice(house, bank, later, monkeypatch):
    search = keep(house.pro)
    before = bytes(SearchTelling.objects.get().known)
    decided(house, "2021 ONCJ 4")
    with monkeypatch.context() as broken:
        broken.setattr(news, "notify", lambda **words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            later()
    telling = SearchTelling.objects.get()
    assert (bytes(telling.known), telling.waiting, told(house.pro)) == (before, [], [])

    later()
    news._look(telling, clock.now())  # another worker that read the row before this one wrote

    assert len(told(house.pro)) == 1
    assert len(SearchTelling.objects.get(search=search).waiting) == 1


def test_an_engine_that_is_down_makes_them_wait(house, bank, later, monkeypatch):
    keep(house.pro)
    decided(house, "2021 ONCJ 4")

    def down(*given, **words):
        raise Unavailable("down")

    with monkeypatch.context() as broken:
        broken.setattr(port, "matches", down)
        assert later() == 0
        with pytest.raises(Refusal):
            keep(house.pro)
    assert told(house.pro) == []
    assert later() == 1
    assert len(told(house.pro)) == 1


def test_who_left_is_told_nothing_and_the_tick_can_be_taken_off(house, bank, later, monkeypatch):
    gone, search = UserFactory(), keep(house.pro)
    keep(gone)
    gone.is_active = False
    gone.save()
    saved.change_saved_search(search=search, name="Mine", tells_new=False, by=house.pro, at=clock.now())
    decided(house, "2021 ONCJ 4")

    assert later() == 0
    assert not Notice.objects.filter(template=news.TEMPLATE).exists()
    monkeypatch.setattr(news, "MOST_FOUND", 1)
    with pytest.raises(Refusal, match="narrow it"):
        saved.change_saved_search(search=search, name="Mine", tells_new=True, by=house.pro, at=clock.now())


def test_a_deleted_search_leaves_notices_that_lead_nowhere(house, bank, signed_in, later):
    search = keep(house.pro)
    decided(house, "2021 ONCJ 4")
    later()
    saved.delete_saved_search(search=search, by=house.pro, at=clock.now())

    assert [(notice.url, notice.read_at is not None) for notice in told(house.pro)] == [("", True)]
    assert "Nothing new is left" in signed_in(house.pro).get(reverse("notices")).content.decode()
    assert not SearchTelling.objects.exists()


def test_numbers_ask_the_same_however_many_searches_tell(house, bank, signed_in, later):
    client, counted = signed_in(house.pro), []
    for more in (1, 6):
        for _number in range(more):
            keep(house.pro)
        decided(house, f"2021 ONCJ {more}")
        later()
        for name in ("saved_searches", "notices"):
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(name))
            counted.append(len(asked))

    assert counted[:2] == counted[2:]
    assert SavedSearch.objects.count() == 7


def test_what_is_beyond_the_list_is_said_on_the_page_and_in_the_notice_in_both_languages(house, bank, signed_in, later, monkeypatch):
    search, client = keep(house.pro), signed_in(house.pro)
    monkeypatch.setattr(news, "MOST_WAITING", 2)
    for number in (4, 5):
        decided(house, f"2021 ONCJ {number}")
    later()

    def shown():
        pages = []
        for language in ("en", "fr"):
            house.pro.language = language
            house.pro.save()
            with translation.override(language):
                pages += [client.get(reverse("notices")).content.decode(), client.get(search.get_absolute_url()).content.decode()]
        return pages

    assert not any(" and more" in page or "And more" in page or "autres" in page for page in shown())

    decided(house, "2021 ONCJ 6")
    later()

    notices, page, notices_fr, page_fr = shown()
    assert "A saved search of yours finds 2 documents that are new, and more. Open the search." in notices
    assert "And more: 2 are listed here. Search again to see them all." in page
    assert "trouve 2 documents nouveaux, et d’autres encore. Ouvrez la recherche." in notices_fr
    assert "Et d’autres encore : 2 figurent ici. Cherchez de nouveau pour tout voir." in page_fr
    later()
    assert "And more" in shown()[1], "looking once more takes nothing back"

    for waiting in SearchTelling.objects.get().waiting:
        make_invisible(waiting, monkeypatch)
    assert not any("more" in page and "new, and more" in page for page in shown()[:2]), "nothing is said of more where nothing is left"


def make_invisible(key, monkeypatch):
    """Have the database say that nobody sees a record."""
    seen = port.visible
    monkeypatch.setattr(port, "visible", lambda user, keys: seen(user, set(keys) - {key}))


def test_more_is_forgotten_once_it_was_looked_at(house, bank, signed_in, later, monkeypatch):
    search, client = keep(house.pro), signed_in(house.pro)
    monkeypatch.setattr(news, "MOST_WAITING", 1)
    for number in (4, 5):
        decided(house, f"2021 ONCJ {number}")
    later()
    assert "And more: 1 is listed here." in client.get(search.get_absolute_url()).content.decode()

    client.post(reverse("see_search_news", kwargs={"ref": search.ref}))
    decided(house, "2021 ONCJ 6")
    later()

    page = client.get(search.get_absolute_url()).content.decode()
    assert "R. v. Newly" in page
    assert "And more" not in page


def test_a_list_that_shows_the_newest_alone_says_so(house, bank, signed_in, later, monkeypatch):
    search = keep(house.pro)
    for number in range(22):
        decided(house, f"2021 ONCJ {number + 10}")
    later()

    page = signed_in(house.pro).get(search.get_absolute_url()).content.decode()

    assert "22 documents" in page
    assert "And more: 20 are listed here." in page
    assert page.count("R. v. Newly") == 20


def test_a_search_that_finds_more_than_is_compared_says_so(house, bank, signed_in, later, monkeypatch):
    search, client = keep(house.pro), signed_in(house.pro)
    page = search.get_absolute_url()
    sentence = "This search finds 3 documents or more, and only the newest 3 are looked at."
    monkeypatch.setattr(port, "MOST_MATCHED", 3)
    later()
    assert sentence not in client.get(page).content.decode()

    for number in (4, 5):
        decided(house, f"2021 ONCJ {number}")
    later()

    assert SearchTelling.objects.get().waiting
    assert sentence in client.get(page).content.decode()
    with translation.override("fr"):
        address = search.get_absolute_url()
    assert "Cette recherche trouve 3 documents ou plus, et seuls les 3 plus récents sont examinés." in client.get(address).content.decode()
    client.post(reverse("see_search_news", kwargs={"ref": search.ref}))
    later()
    assert sentence in client.get(page).content.decode()

    monkeypatch.setattr(port, "MOST_MATCHED", 10)
    later()
    assert sentence not in client.get(page).content.decode()
