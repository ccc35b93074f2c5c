"""One peer: its keys, its lanes, its place in the network. Sans-IO."""
