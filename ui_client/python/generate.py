"""Generates the protobuf modules `spanroot.v1` when the package is built.

A clone has the protocol in proto/ at its root, a source distribution has the modules instead. May
be run by itself, to work in a clone without installing: `python generate.py`.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path(__file__).resolve().parent
PROTO = PACKAGE.parent.parent / "proto"
SERVICE = PROTO / "spanroot" / "v1" / "trace_service.proto"


def generate() -> None:
    """Writes messages, their types and the stub into src/spanroot/v1."""
    if not SERVICE.exists():
        if not any(PACKAGE.glob("src/spanroot/v1/*_pb2.py")):
            raise FileNotFoundError(f"{SERVICE}: not there; build from a clone of spanroot")
        return
    from grpc_tools import protoc

    out = PACKAGE / "src"
    messages = [str(file) for file in sorted(SERVICE.parent.glob("*.proto"))]
    for outputs, files in (
        ([f"--python_out={out}", f"--pyi_out={out}"], messages),
        ([f"--grpc_python_out={out}"], [str(SERVICE)]),
    ):
        if protoc.main(["protoc", f"-I{PROTO}", *outputs, *files]) != 0:
            raise RuntimeError(f"{PROTO}: the protocol compiler failed; its messages are above")


class GenerateHook(BuildHookInterface[Any]):
    """What the build calls first, as pyproject.toml says."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Generates the modules."""
        generate()


if __name__ == "__main__":
    generate()
