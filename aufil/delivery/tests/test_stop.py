"""Who asks that nothing more be sent, and who only writes the word."""

import pytest

from aufil.delivery.stop import asks_to_stop


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop",
        "Stop.",
        "STOP !",
        " « stop » ",
        "ARRET",
        "Arrêt",
        "arrêtez",
        "STOP SMS",
        "STOP 36105",
        "stop au 36180",
        "STOP\n36105",
        "Désabonnement",
    ],
)
def test_the_word_alone_asks_to_stop(text):
    assert asks_to_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "stop j’arrive",
        "je descends à l’arrêt",
        "arrêt de bus",
        "on peut arrêter à 16 h ?",
        "stop stop stop",
        "STOP 12345",
        "non stop",
        "STOP" + "!" * 400,
        "36105",
    ],
)
def test_a_sentence_that_holds_the_word_is_a_sentence(text):
    assert not asks_to_stop(text)
