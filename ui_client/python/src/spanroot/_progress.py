"""A progress bar, if one is wanted."""

from typing import Any, Optional


def bar(shown: bool, items: Any) -> Any:
    """A tqdm bar over as many texts as `items` says it has; silent if not `shown`."""
    if not shown:
        return _Silent()
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install 'spanroot[progress]'") from None
    total: Optional[int] = len(items) if hasattr(items, "__len__") else None
    return tqdm(total=total, unit=" texts")


class _Silent:
    def update(self) -> None: ...

    def close(self) -> None: ...
