"""Where sentences and paragraphs end."""

import pytest

from foundation.search import sentences


def cut(text):
    """Give the sentences of each paragraph."""
    return [[text[start:end].strip() for start, end in paragraph] for paragraph in sentences.paragraphs(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("She left. He stayed.", ["She left.", "He stayed."]),
        ("She left! Did he? Yes… Then 12 came.", ["She left!", "Did he?", "Yes…", "Then 12 came."]),
        ("She left. he stayed.", ["She left. he stayed."]),
        ("R. v. Smith and R. c. Roy apply.", ["R. v. Smith and R. c. Roy apply."]),
        ("See s. 7, ss. 8 and para. 12 of No. 3. Then go.", ["See s. 7, ss. 8 and para. 12 of No. 3.", "Then go."]),
        ("He said no. She agreed.", ["He said no.", "She agreed."]),
        ("He has no. 5 on it.", ["He has no. 5 on it."]),
        ("Cst. A.B. Roy and Mr. Justice Doherty J.A. Sat there.", ["Cst. A.B. Roy and Mr. Justice Doherty J.A. Sat there."]),
        ('She said "Stop." Then she left.', ['She said "Stop."', "Then she left."]),
        ("(He left.) She stayed.", ["(He left.)", "She stayed."]),
        ("L’accusé a dit : « Venez ! » Élise est partie.", ["L’accusé a dit : « Venez ! »", "Élise est partie."]),
        ("Voilà ? Oui. M. Roy et Me Cyr, art. 7, al. 2.", ["Voilà ?", "Oui.", "M. Roy et Me Cyr, art. 7, al. 2."]),
        ("The sum was 3.50 and s. 279.01(1) applied", ["The sum was 3.50 and s. 279.01(1) applied"]),
        ("A line\nwrapped here. Next.", ["A line\nwrapped here.", "Next."]),
        ("", [""]),
        ("...", ["..."]),
    ],
)
def test_cuts_a_paragraph_into_sentences(text, expected):
    assert cut(text) == [expected]


def test_a_blank_line_or_a_paragraph_number_begins_a_paragraph():
    assert cut("One.\n\nTwo\nmore. Three.\n \n Four\n[12] Five [13] six.\n[1234567] seven") == [
        ["One."],
        ["Two\nmore.", "Three."],
        ["Four"],
        ["[12] Five [13] six.", "[1234567] seven"],
    ]


def test_a_long_sentence_and_a_long_paragraph_are_cut():
    text = "word " * 450 + "end. " + "Short one here. " * 60

    found = sentences.lines(text, lambda start, end: text[start:end].split())

    assert [len(line) for line in found[0]] == [200, 200, 51] + [3] * 49
    assert [len(line) for line in found[1]] == [3] * 11
    assert all(sum(map(len, paragraph)) <= sentences.LONGEST_PARAGRAPH for paragraph in found)


def test_nothing_is_lost_between_sentences():
    text = "A. B? C! “D.” (E.) F…\n\nG. " * 20

    assert " ".join(text[start:end] for paragraph in sentences.paragraphs(text) for start, end in paragraph).split() == text.split()
