import pytest

from tests.support.fakenet import Delivery, FakeNet, Link

A, B, C = ("10.0.0.1", 1), ("10.0.0.2", 2), ("10.0.0.3", 3)


def drain(net: FakeNet, now: float = 1e9) -> list[Delivery]:
    arrived = []
    while (delivery := net.deliver(now)) is not None:
        arrived.append(delivery)
    return arrived


def flood(link: Link, count: int = 1000, size: int = 100, seed: int = 1) -> list[Delivery]:
    net = FakeNet(seed, link)
    for n in range(count):
        net.send(float(n), A, B, n.to_bytes(4) + bytes(size - 4))
    return drain(net)


def test_a_fine_link_delivers_all_in_time() -> None:
    arrived = flood(Link(delay=(0.001, 0.005)))
    assert [int.from_bytes(d.data[:4]) for d in arrived] == list(range(1000))
    assert all(0.001 <= d.at - n <= 0.005 for n, d in enumerate(arrived))


@pytest.mark.parametrize(
    ("link", "low", "high"),
    [
        (Link(loss=0.3), 650, 750),
        (Link(duplicate=0.3), 1250, 1350),
        (Link(loss=1.0), 0, 0),
        (Link(mtu=99), 0, 0),
        (Link(mtu=100), 1000, 1000),
    ],
)
def test_how_many_arrive(link: Link, low: int, high: int) -> None:
    assert low <= len(flood(link)) <= high


def test_reordering_lets_others_overtake() -> None:
    numbers = [int.from_bytes(d.data[:4]) for d in flood(Link(reorder=0.2, reorder_by=2.5))]
    assert numbers != sorted(numbers)
    assert sorted(numbers) == list(range(1000))


def test_damage() -> None:
    whole = {n.to_bytes(4) + bytes(96) for n in range(1000)}
    corrupt = [d.data for d in flood(Link(corrupt=0.5)) if d.data not in whole]
    assert 350 < len(corrupt) < 600
    assert {len(data) for data in corrupt} == {100}
    assert any(len(d.data) < 100 for d in flood(Link(truncate=0.1)))


def test_partition_and_rebinding() -> None:
    net = FakeNet(1)
    net.partition(A, B)
    net.send(0.0, A, B, b"cut")
    net.send(0.0, A, C, b"fine")
    assert [d.data for d in drain(net)] == [b"fine"]
    net.partition(A, B, is_cut=False)
    net.rebind(B, C)
    net.send(0.0, A, B, b"to nobody")
    net.send(0.0, A, C, b"moved")
    assert [d.data for d in drain(net)] == [b"moved"]


def test_a_seed_replays_byte_for_byte_and_describes_itself() -> None:
    prints = []
    for seed in (1, 1, 2):
        net = FakeNet(seed, Link(loss=0.2, duplicate=0.2, corrupt=0.2))
        for n in range(100):
            net.send(float(n), A, B, bytes(50))
        drain(net)
        prints.append(net.fingerprint())
        assert f"seed={seed}" in net.describe()
        assert "loss=0.2" in net.describe()
    assert prints[0] == prints[1] != prints[2]
