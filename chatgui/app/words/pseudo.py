"""A pretended language, 40 % longer than ours: it shows where a window has no room for others."""

from string import Formatter
from types import ModuleType
from typing import Any

_ACCENTED = str.maketrans("aeiouAEIOUcnyz", "áéíóúÁÉÍÓÚçñýž")
_FILL = "~"


def use_pseudo(*modules: ModuleType) -> None:
    """Put it in the place of all texts of these modules; before anything was shown."""
    for module in modules:
        for name, text in vars(module).items():
            if name.isupper():
                setattr(module, name, _swap(text))


def lengthen(text: str) -> str:
    """Accents and a tail; `{fields}` stay as they are."""
    pieces = []
    for plain, field, _, _ in Formatter().parse(text):
        pieces.append(plain.translate(_ACCENTED))
        pieces += [f"{{{field}}}"] if field is not None else []
    said = "".join(pieces)
    return said + _FILL * round(len(text) * 0.4)


def _swap(text: Any) -> Any:
    if isinstance(text, str):
        return lengthen(text)
    if isinstance(text, tuple):
        return tuple(_swap(one) for one in text)
    if isinstance(text, dict):
        return {name: _swap(one) for name, one in text.items()}
    return text
