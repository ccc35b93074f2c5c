from collections.abc import Callable, Iterator

import pytest

from tests.support.processes import ServerProgram


@pytest.fixture
def serve() -> Iterator[Callable[..., ServerProgram]]:
    """Start servers with the options given; they end with the test."""
    started: list[ServerProgram] = []

    def start(*options: str) -> ServerProgram:
        started.append(ServerProgram(*options))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def server(serve: Callable[..., ServerProgram]) -> ServerProgram:
    return serve()
