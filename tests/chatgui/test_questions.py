from chatgui.app.messages import HistoryGrew, HolderShown, HoldersReceived
from chatgui.questions import NEWEST, Questions
from shared.dialects.native.records import (
    DELIVERED,
    MESSAGE,
    READ,
    AskHistory,
    AskHolders,
    HistoryPage,
    Holder,
    HoldersPage,
    Kept,
    Record,
    decode_client_untrusted,
)
from shared.transport.lanes import BULK

BOB, ZOE = Holder(2, "bob\n", READ, 5), Holder(9, "zoe", DELIVERED, 0)


class Lane:
    def __init__(self) -> None:
        self.has_room = True
        self.said: list[Record] = []

    def send(self, lane: int, record: bytes) -> bool:
        assert lane == BULK
        decoded = decode_client_untrusted(record)
        assert decoded is not None
        self.said += [decoded] if self.has_room else []
        return self.has_room


def pump(questions: Questions, lane: Lane, oldest: int | None = 50) -> list[Record]:
    lane.said.clear()
    questions.pump(lane, lambda: oldest)
    questions.pump(lane, lambda: oldest)
    return lane.said[:]


def test_holders_come_page_by_page_and_one_question_after_the_other():
    questions, lane = Questions(), Lane()
    questions.ask_holders(7)
    questions.ask_holders(8)
    assert pump(questions, lane) == [AskHolders(7, 0)]
    assert questions.hear_holders(HoldersPage(8, 0, (ZOE,), False)) is None
    assert questions.hear_holders(HoldersPage(7, 0, (BOB,), True)) is None
    assert pump(questions, lane) == [AskHolders(7, 2)]
    told = questions.hear_holders(HoldersPage(7, 2, (ZOE,), False))
    people = (HolderShown("bob / ", READ, 5), HolderShown("zoe", DELIVERED, 0))
    assert told == HoldersReceived(7, people)
    assert pump(questions, lane) == [AskHolders(8, 0)]
    assert not questions.is_idle
    assert questions.hear_holders(HoldersPage(8, 0, (), False)) == HoldersReceived(8, ())
    assert questions.is_idle


def test_in_a_new_log_nobody_knows_who_had_a_message_of_the_old_one():
    questions, lane = Questions(), Lane()
    questions.ask_holders(7)
    questions.ask_holders(8)
    pump(questions, lane)
    gone = [HoldersReceived(at, (), is_gone=True) for at in (7, 8)]
    assert questions.restart(is_new_log=True) == gone
    assert questions.is_idle
    assert pump(questions, lane) == []


def test_history_goes_back_from_what_we_have():
    questions, lane = Questions(), Lane()
    questions.ask_history()
    assert pump(questions, lane) == [AskHistory(50)]
    page = HistoryPage(50, (Kept(49, 0, MESSAGE, b""), Kept(30, 0, MESSAGE, b"")), True)
    assert questions.hear_history(page, 2) == HistoryGrew(2, True)
    assert questions.hear_history(page, 2) is None
    questions.ask_history()
    assert pump(questions, lane) == [AskHistory(30)]
    assert questions.hear_history(HistoryPage(30, (), False), 0) == HistoryGrew(0, False)


def test_who_has_nothing_asks_from_the_end():
    questions, lane = Questions(), Lane()
    questions.ask_history()
    assert pump(questions, lane, oldest=None) == [AskHistory(NEWEST)]


def test_a_new_session_is_asked_again_and_what_has_no_room_later():
    questions, lane = Questions(), Lane()
    questions.ask_holders(7)
    questions.ask_history()
    lane.has_room = False
    assert pump(questions, lane) == []
    lane.has_room = True
    assert pump(questions, lane) == [AskHolders(7, 0), AskHistory(50)]
    questions.restart(is_new_log=False)
    assert pump(questions, lane) == [AskHolders(7, 0), AskHistory(50)]
