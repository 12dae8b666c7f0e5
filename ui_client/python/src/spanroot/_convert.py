"""Protobuf messages to the frozen dataclasses of this package.

A dataclass has the fields of its message, under the same names, and the types say how each is read:
`Tuple[X, ...]` a repeated field, `Optional[X]` one that may not be set, an enum or a dataclass a
value of it. What a dataclass has beyond its message is given by the caller.
"""

import dataclasses
from enum import IntEnum
from functools import cache, partial
from typing import Any, Callable, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from google.protobuf.message import Message

T = TypeVar("T")
Reader = Callable[[Any], Any]


class ProtoEnum(IntEnum):
    """An enum of the protocol. A value that this client does not know is UNSPECIFIED."""

    @classmethod
    def _missing_(cls, _: object) -> "ProtoEnum":
        return cls(0)

    def __str__(self) -> str:
        """Its name in lower case, such as "overlap_only"."""
        return self.name.lower()


def from_proto(kind: Callable[..., T], message: Message, **more: Any) -> T:
    """Makes a `kind` of a message and of `more` fields."""
    values = {name: read(message) for name, read in _readers(kind, message.DESCRIPTOR)}
    return kind(**{**values, **more})


@cache
def _readers(kind: Any, descriptor: Any) -> tuple[tuple[str, Reader], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (field.name, _field_reader(field.name, hints[field.name]))
        for field in dataclasses.fields(kind)
        if field.name in descriptor.fields_by_name
    )


def _field_reader(name: str, hint: Any) -> Reader:
    if get_origin(hint) is Union:
        read = _value_reader(get_args(hint)[0])
        return lambda message: read(getattr(message, name)) if message.HasField(name) else None
    read = _value_reader(hint)
    return lambda message: read(getattr(message, name))


def _value_reader(hint: Any) -> Reader:
    if get_origin(hint) is tuple:
        each = _value_reader(get_args(hint)[0])
        return lambda values: tuple(each(value) for value in values)
    if dataclasses.is_dataclass(hint):
        return partial(from_proto, cast(Any, hint))
    return hint  # type: ignore[no-any-return]
