from math import inf

from chatgui.silence import Silence


def test_a_server_that_owes_nothing_is_never_doubted():
    assert Silence().doubt_at(heard_at=0.0) == inf


def test_patience_counts_from_the_question_or_the_last_word_whichever_is_later():
    silence = Silence()
    silence.ask(100.0)
    silence.ask(103.0)
    assert silence.doubt_at(heard_at=0.0) == 105.0
    assert silence.doubt_at(heard_at=101.0) == 106.0
    silence.end()
    assert silence.doubt_at(heard_at=101.0) == inf


def test_a_sign_that_nobody_is_there_shortens_patience_once():
    silence = Silence()
    for now in (100.0, 100.4, 100.8):
        silence.hurry(now)
        assert silence.doubt_at(heard_at=90.0) == 101.0
    silence.end()
    silence.ask(200.0)
    assert silence.doubt_at(heard_at=100.9) == 205.0


def test_after_sleep_patience_is_short_and_old_debts_do_not_count():
    silence = Silence()
    silence.ask(100.0)
    silence.ask_urgently(900.0)
    silence.ask(900.1)
    assert silence.doubt_at(heard_at=100.0) == 901.0
    silence.end()
    silence.ask(950.0)
    assert silence.doubt_at(heard_at=900.5) == 955.0
