"""The protocol: modules generated from proto/spanroot/v1 when the package is built."""
